#include "papo/store/new_database.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "papo/store/disk.h"
#include "papo/store/schema.h"
#include "papo/store/sqlite.h"

namespace papo::store {
namespace {

// Removes what an interrupted attempt left, then creates the file.
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
    if (!create(unfinished)) {
        return Error{"cannot make " + path + ": " + std::strerror(errno) +
                     "; make room and its folder writable, or choose another --db"};
    }
    {
        Sqlite db(unfinished, SQLITE_OPEN_READWRITE);
        db.exec("PRAGMA synchronous = OFF; PRAGMA journal_mode = MEMORY");
        if (auto made = migrate(db, path); !made) return made;
        db.exec("PRAGMA journal_mode = WAL");
    }
    auto& disk = real_disk();
    const auto file = disk.open(unfinished);
    if (!file) return file.error();
    if (auto synced = (*file)->sync(); !synced) return synced;
    return disk.rename(unfinished, path);
}

}  // namespace papo::store
