#include "papo/http/memory_file.h"

#include <sys/mman.h>
#include <unistd.h>

namespace papo::http {

MemoryFile::MemoryFile() : file_(std::make_shared<const Fd>(::memfd_create("papo-www", MFD_CLOEXEC))) {}

std::optional<FileSlice> MemoryFile::add(std::string_view bytes) {
    if (!*file_) return {};
    const auto offset = size_;
    for (auto rest = bytes; !rest.empty();) {
        const auto wrote = ::pwrite(file_->get(), rest.data(), rest.size(), static_cast<off_t>(size_));
        if (wrote <= 0) return {};
        size_ += static_cast<std::uint64_t>(wrote);
        rest.remove_prefix(static_cast<std::size_t>(wrote));
    }
    return FileSlice{file_, offset, bytes.size()};
}

}  // namespace papo::http
