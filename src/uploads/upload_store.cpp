#include "papo/uploads/upload_store.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <memory>
#include <system_error>

#include "papo/base/random.h"
#include "papo/media/file_type.h"

namespace papo::uploads {
namespace {

constexpr std::string_view temporary_prefix = ".incoming-";
constexpr std::size_t uuid_size = 36;

WriteStatus status_of(int error) {
    return error == ENOSPC || error == EDQUOT || error == EFBIG ? WriteStatus::no_space : WriteStatus::failed;
}

bool is_uuid(std::string_view text) {
    if (text.size() != uuid_size) return false;
    for (std::size_t i = 0; i < uuid_size; ++i) {
        const char c = text[i];
        const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
        if (dash ? c != '-' : !((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'))) return false;
    }
    return true;
}

// Gives a nameless file a name, through /proc as in open(2), because AT_EMPTY_PATH needs a capability.
bool link_nameless(int file, int folder, const std::string& name) {
    const auto source = "/proc/self/fd/" + std::to_string(file);
    return ::linkat(AT_FDCWD, source.c_str(), folder, name.c_str(), AT_SYMLINK_FOLLOW) == 0;
}

Error folder_error(const std::string& folder, int error) {
    return {"cannot use " + folder + " for uploads: " + std::strerror(error) +
            "; make it writable or choose another with --uploads"};
}

// Removes unfinished files and lists whole ones.
std::vector<std::string> tidy(int folder) {
    std::vector<std::string> found;
    DIR* listing = ::fdopendir(::openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (listing == nullptr) return found;
    const std::unique_ptr<DIR, int (*)(DIR*)> closer(listing, ::closedir);
    while (const dirent* entry = ::readdir(listing)) {
        const std::string_view name = entry->d_name;
        if (name.substr(0, temporary_prefix.size()) == temporary_prefix) {
            ::unlinkat(folder, entry->d_name, 0);
        } else if (is_stored_name(name)) {
            found.emplace_back(name);
        }
    }
    return found;
}

}  // namespace

bool is_stored_name(std::string_view name) {
    return name.size() > uuid_size + 1 && name[uuid_size] == '.' && is_uuid(name.substr(0, uuid_size)) &&
           media::find_type(name.substr(uuid_size + 1)) != nullptr;
}

PendingFile::PendingFile(Fd file, int folder, std::string temporary_name)
    : file_(std::move(file)), folder_(folder), temporary_name_(std::move(temporary_name)) {}

PendingFile::PendingFile(PendingFile&& other) noexcept
    : file_(std::move(other.file_)),
      folder_(other.folder_),
      temporary_name_(std::exchange(other.temporary_name_, {})) {}

PendingFile::~PendingFile() {
    if (!temporary_name_.empty()) ::unlinkat(folder_, temporary_name_.c_str(), 0);
}

WriteStatus PendingFile::append(std::string_view bytes) {
    while (!bytes.empty()) {
        const auto written = ::write(file_.get(), bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) return status_of(errno);
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    return WriteStatus::ok;
}

WriteStatus PendingFile::keep_as(const std::string& name) {
    if (temporary_name_.empty()) {
        return link_nameless(file_.get(), folder_, name) ? WriteStatus::ok : status_of(errno);
    }
    if (::renameat(folder_, temporary_name_.c_str(), folder_, name.c_str()) != 0) return status_of(errno);
    temporary_name_.clear();
    return WriteStatus::ok;
}

Result<UploadStore> UploadStore::open(const std::string& folder) {
    std::error_code error;
    std::filesystem::create_directories(folder, error);
    if (error) return folder_error(folder, error.value());
    Fd fd(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!fd) return folder_error(folder, errno);
    auto found = tidy(fd.get());
    UploadStore store(std::move(fd), std::move(found));
    WriteStatus status = WriteStatus::ok;
    if (!store.begin(status)) return folder_error(folder, errno);
    return store;
}

std::optional<PendingFile> UploadStore::begin(WriteStatus& status) const {
    Fd nameless(::openat(folder_.get(), ".", O_TMPFILE | O_WRONLY | O_CLOEXEC, 0644));
    if (nameless) return PendingFile(std::move(nameless), folder_.get(), {});
    if (errno == EOPNOTSUPP || errno == EISDIR || errno == ENOENT) {
        auto name = std::string(temporary_prefix) + uuid4();
        Fd named(::openat(folder_.get(), name.c_str(), O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0644));
        if (named) return PendingFile(std::move(named), folder_.get(), std::move(name));
    }
    status = status_of(errno);
    return std::nullopt;
}

Result<std::optional<StoredFile>> UploadStore::find(std::string_view name) const {
    std::optional<StoredFile> found;
    if (!is_stored_name(name)) return found;
    Fd file(::openat(folder_.get(), std::string(name).c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
    if (!file && (errno == ENOENT || errno == ELOOP || errno == ENXIO)) return found;  // missing, or not a file
    struct stat info {};
    if (!file || ::fstat(file.get(), &info) != 0)
        return Error{std::string("cannot open the file: ") + std::strerror(errno)};
    if (!S_ISREG(info.st_mode)) return found;
    const auto* type = media::find_type(name.substr(uuid_size + 1));
    found = StoredFile{std::move(file), static_cast<std::uint64_t>(info.st_size), info.st_mtim.tv_sec, type->mime};
    return found;
}

void UploadStore::remove(const std::string& name) const {
    if (is_stored_name(name)) ::unlinkat(folder_.get(), name.c_str(), 0);
}

std::optional<std::int64_t> UploadStore::mtime_ms(const std::string& name) const {
    struct stat info {};
    if (::fstatat(folder_.get(), name.c_str(), &info, AT_SYMLINK_NOFOLLOW) != 0) return std::nullopt;
    return std::int64_t{info.st_mtim.tv_sec} * 1000;
}

std::vector<std::string> UploadStore::take_found() {
    return std::exchange(found_, {});
}

}  // namespace papo::uploads
