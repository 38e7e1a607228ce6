#include "tools/bench/bound/upload_sink.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>

namespace papo::bound {

std::optional<UploadSink> UploadSink::open(const std::string& file, std::string_view head) {
    constexpr std::string_view header = "Content-Length: ";
    std::uint64_t length = 0;
    if (const auto at = head.find(header); at != std::string_view::npos) {
        std::from_chars(head.data() + at + header.size(), head.data() + head.size(), length);
    }
    Fd made(::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
    if (!made) return std::nullopt;
    return UploadSink(std::move(made), length);
}

// A disk that takes nothing ends the measurement: the body never becomes whole.
void UploadSink::take(std::string_view bytes) {
    while (!bytes.empty()) {
        const auto written = ::write(file_.get(), bytes.data(), bytes.size());
        if (written <= 0) return;
        bytes.remove_prefix(static_cast<std::size_t>(written));
        due_ -= std::min(due_, static_cast<std::uint64_t>(written));
    }
}

}  // namespace papo::bound
