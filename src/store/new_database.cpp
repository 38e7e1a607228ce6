#include "papo/store/new_database.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>

#include "papo/store/schema.h"
#include "papo/store/sqlite.h"

namespace papo::store {
namespace {

namespace fs = std::filesystem;

bool sync(const std::string& path, int flags) {
    const int fd = ::open(path.c_str(), flags | O_CLOEXEC);
    const bool synced = fd >= 0 && ::fsync(fd) == 0;
    const int error = errno;
    if (fd >= 0) ::close(fd);
    errno = error;
    return synced;
}

// What an earlier attempt has left is nobody's.
bool create(const std::string& path) {
    for (const auto* suffix : {"", "-wal", "-shm", "-journal"}) ::unlink((path + suffix).c_str());
    const int fd = ::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd >= 0) ::close(fd);
    return fd >= 0;
}

}  // namespace

Result<void> make_database(const std::string& path) {
    struct stat info {};
    if (::lstat(path.c_str(), &info) == 0) return {};
    const auto unfinished = path + ".new";
    const auto failed = [&] {
        return Error{"cannot make " + path + ": " + std::strerror(errno) +
                     "; make room and its folder writable, or choose another --db"};
    };
    if (!create(unfinished)) return failed();
    {
        Sqlite db(unfinished, SQLITE_OPEN_READWRITE);
        db.exec("PRAGMA synchronous = OFF; PRAGMA journal_mode = MEMORY");
        if (auto made = migrate(db, path); !made) return made;
        db.exec("PRAGMA journal_mode = WAL");
    }
    const auto folder = fs::path(path).parent_path().string();
    if (!sync(unfinished, O_RDWR) || ::rename(unfinished.c_str(), path.c_str()) != 0 ||
        !sync(folder.empty() ? "." : folder, O_RDONLY | O_DIRECTORY)) {
        return failed();
    }
    return {};
}

}  // namespace papo::store
