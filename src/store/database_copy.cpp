// Reading while a server is running, and copies for a backup.
#include "papo/store/database.h"

namespace papo::store {

// Reads once, because SQLite takes its snapshot with the first read, not with BEGIN.
Result<void> Database::begin_reading() {
    return guarded([&] {
        db_.exec("BEGIN");
        db_.integer("SELECT count(*) FROM meta");
    });
}

void Database::end_reading() {
    sqlite3_exec(db_.handle(), "ROLLBACK", nullptr, nullptr, nullptr);
}

// SQLite's online backup. Call between begin_reading() and end_reading(), else SQLite restarts the copy after each
// write by the server.
Result<void> Database::copy_to(const std::string& path, const std::function<bool()>& go_on) {
    return guarded([&] {
        Sqlite target(path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
        const std::unique_ptr<sqlite3_backup, int (*)(sqlite3_backup*)> backup(
            sqlite3_backup_init(target.handle(), "main", db_.handle(), "main"), sqlite3_backup_finish);
        if (!backup) throw SqliteError(SQLITE_ERROR, sqlite3_errmsg(target.handle()));
        constexpr int pages_a_step = 1024;
        int code = SQLITE_OK;
        while (code == SQLITE_OK || code == SQLITE_BUSY || code == SQLITE_LOCKED) {
            if (!go_on()) throw SqliteError(SQLITE_INTERRUPT, "interrupted");
            code = sqlite3_backup_step(backup.get(), pages_a_step);
            if (code == SQLITE_BUSY || code == SQLITE_LOCKED) sqlite3_sleep(20);
        }
        if (code != SQLITE_DONE) throw SqliteError(code & 0xFF, sqlite3_errstr(code));
    });
}

Result<void> Database::stand_alone() {
    return guarded([&] {
        auto& row = db_.prepared("PRAGMA journal_mode = DELETE");
        const bool done = row.step() && row.text(0) == "delete";
        row.reset();
        if (!done) throw SqliteError(SQLITE_BUSY, "somebody else has it open");
    });
}

Result<bool> Database::is_sound() {
    return guarded([&] {
        auto& row = db_.prepared("PRAGMA quick_check(1)");
        const bool sound = row.step() && row.text(0) == "ok";
        row.reset();
        return sound;
    });
}

}  // namespace papo::store
