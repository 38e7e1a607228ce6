#include "papo/store/new_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <utility>

#include "papo/base/random.h"
#include "papo/store/disk.h"

namespace papo::store {
namespace {

Error failure(const std::string& path, int error) {
    if (error == EEXIST) return {path + " is there already; choose another name"};
    return {"cannot write " + path + ": " + std::strerror(error)};
}

bool is_there(const std::string& path) {
    struct stat info {};
    return ::lstat(path.c_str(), &info) == 0;
}

// Returns 0 or errno. Some network file systems lack RENAME_NOREPLACE and fail with EINVAL.
int rename_to_new(const std::string& from, const std::string& to) {
    if (::renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), RENAME_NOREPLACE) == 0) return 0;
    if (errno != EINVAL) return errno;
    if (is_there(to)) return EEXIST;
    return std::rename(from.c_str(), to.c_str()) == 0 ? 0 : errno;
}

}  // namespace

NewFile::NewFile(std::string path, std::string temporary_path, Fd file)
    : path_(std::move(path)), temporary_path_(std::move(temporary_path)), file_(std::move(file)) {}

NewFile::NewFile(NewFile&& other) noexcept
    : path_(std::move(other.path_)),
      temporary_path_(std::exchange(other.temporary_path_, {})),
      file_(std::move(other.file_)) {}

NewFile::~NewFile() {
    if (!temporary_path_.empty()) ::unlink(temporary_path_.c_str());
}

Result<NewFile> NewFile::create(const std::string& path, mode_t mode) {
    if (is_there(path)) return failure(path, EEXIST);
    auto temporary_path = path + "." + uuid4().substr(0, 8) + ".part";
    Fd file(::open(temporary_path.c_str(), O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, mode));
    if (!file) return failure(path, errno == EEXIST ? EAGAIN : errno);
    return NewFile(path, std::move(temporary_path), std::move(file));
}

Result<void> NewFile::keep() {
    if (::fsync(file_.get()) != 0) return failure(path_, errno);
    if (const int error = rename_to_new(temporary_path_, path_); error != 0) return failure(path_, error);
    temporary_path_.clear();
    return real_disk().sync_folder(folder_of(path_));
}

}  // namespace papo::store
