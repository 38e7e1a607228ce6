#include "papo/store/database.h"

#include <algorithm>
#include <filesystem>
#include <system_error>

#include "papo/base/random.h"
#include "papo/store/new_database.h"
#include "papo/store/schema.h"

namespace papo::store {
namespace {

constexpr std::size_t key_size = 32;

int count_wal_pages(void* counter, sqlite3*, const char*, int pages) {
    *static_cast<std::uint64_t*>(counter) = static_cast<std::uint64_t>(pages);
    return SQLITE_OK;
}

// 0 if the file does not exist.
std::uintmax_t file_size(const std::string& path) {
    std::error_code error;
    const auto size = std::filesystem::file_size(path, error);
    return error ? 0 : size;
}

// Tells the person who starts papo what to do.
Error cannot_open(const std::string& path, const SqliteError& error) {
    switch (error.code) {
    case SQLITE_NOTADB: return {path + " is not a database; choose another file with --db"};
    case SQLITE_CORRUPT: return {path + " is damaged (" + error.what() + "); restore a backup, or choose another --db"};
    case SQLITE_READONLY:
    case SQLITE_PERM: return {path + " cannot be written; make it and its folder writable, or choose another --db"};
    case SQLITE_CANTOPEN: return {path + " cannot be opened; make its folder writable, or choose another --db"};
    case SQLITE_FULL: return {"the disk is full: " + path + " cannot be made ready"};
    default: return {"cannot use " + path + ": " + error.what()};
    }
}

}  // namespace

// WAL lets others read while papo writes, and makes a commit one append. NORMAL syncs a commit only with the next
// checkpoint; until then the journal has what a power cut could take. The worker makes the checkpoints when it has
// time. Foreign keys are off because folding already looks up each row that it refers to (database_fold.cpp); checking
// again would cost a fifth of a fold.
void Database::set_up() {
    db_.exec(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = OFF;"
        "PRAGMA wal_autocheckpoint = 0; PRAGMA journal_size_limit = 33554432; PRAGMA cache_size = -8192; PRAGMA "
        "temp_store = MEMORY;");
    sqlite3_wal_hook(db_.handle(), count_wal_pages, &wal_pages_);
}

// SQLite syncs the head and the folder of a write-ahead log at its first commit, so that frames of an older log are not
// taken for the new log's (https://sqlite.org/src/info/ff5be73dee). A log that was just created has no older frames, so
// its first commit skips the sync.
void Database::begin_new_log() {
    const auto version = std::to_string(db_.integer("PRAGMA user_version"));
    db_.exec(("PRAGMA synchronous = OFF; PRAGMA user_version = " + version + "; PRAGMA synchronous = NORMAL").c_str());
}

Result<std::unique_ptr<Database>> Database::open(const std::string& path) {
    return open(path, true);
}

Result<std::unique_ptr<Database>> Database::open_copy(const std::string& path) {
    return open(path, false);
}

Result<std::unique_ptr<Database>> Database::open(const std::string& path, bool migrates) {
    try {
        if (path != ":memory:") {
            if (auto made = make_database(path); !made) return made.error();
        }
        const bool has_log = file_size(path + "-wal") > 0;
        std::unique_ptr<Database> database(new Database(path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE));
        auto& db = database->db_;
        if (sqlite3_db_readonly(db.handle(), "main") == 1) throw SqliteError(SQLITE_READONLY, "read-only");
        // Check first, before set_up() writes: papo must not change another program's database.
        if (auto migrated = migrates ? migrate(db, path) : Result<void>{}; !migrated) return migrated.error();
        database->set_up();
        if (path != ":memory:" && !has_log) database->begin_new_log();
        if (db.integer("SELECT count(*) FROM meta WHERE key = 'token_key'") == 0) {
            std::array<std::uint8_t, key_size> key{};
            random_bytes(key);
            db.prepared("INSERT INTO meta (key, value) VALUES ('token_key', ?)").bind(1, Blob(key)).run();
        }
        if (auto age = database->age(); !age) return age.error();
        return database;
    } catch (const SqliteError& error) {
        return cannot_open(path, error);
    }
}

Result<std::unique_ptr<Database>> Database::open_to_read(const std::string& path) {
    if (std::error_code error; !std::filesystem::exists(path, error) && !error) {
        return Error{"there is no database " + path + "; say with --db where it is"};
    }
    try {
        std::unique_ptr<Database> database(new Database(path, SQLITE_OPEN_READWRITE));
        auto& db = database->db_;
        if (db.integer("PRAGMA application_id") != application_id) return Error{path + " is not a database of papo"};
        if (auto readable = make_readable(db, path); !readable) return readable.error();
        db.exec("PRAGMA query_only = ON");
        db.integer("SELECT count(*) FROM meta");  // fails if SQLite cannot read the schema
        return database;
    } catch (const SqliteError& error) {
        return cannot_open(path, error);
    }
}

std::string Database::meta_text(std::string_view key) {
    auto& row = db_.prepared("SELECT value FROM meta WHERE key = ?").bind(1, key);
    std::string value;
    if (row.step()) value = row.text(0);
    row.reset();
    return value;
}

std::int64_t Database::meta_integer(std::string_view key) {
    auto& row = db_.prepared("SELECT value FROM meta WHERE key = ?").bind(1, key);
    const auto value = row.step() ? row.integer(0) : 0;
    row.reset();
    return value;
}

void Database::set_meta(std::string_view key, std::string_view value) {
    db_.prepared("REPLACE INTO meta (key, value) VALUES (?, ?)").bind(1, key).bind(2, value).run();
}

void Database::set_meta(std::string_view key, std::int64_t value) {
    db_.prepared("REPLACE INTO meta (key, value) VALUES (?, ?)").bind(1, key).bind(2, value).run();
}

Result<Position> Database::folded() {
    return guarded([&] {
        return Position{static_cast<std::uint64_t>(meta_integer("folded_segment")),
                        static_cast<std::uint64_t>(meta_integer("folded_offset"))};
    });
}

Result<void> Database::set_folded(Position position) {
    return guarded([&] {
        set_meta("folded_segment", static_cast<std::int64_t>(position.segment));
        set_meta("folded_offset", static_cast<std::int64_t>(position.offset));
    });
}

Result<DatabaseId> Database::id() {
    return guarded([&] {
        DatabaseId id{};
        const auto stored = meta_text("id");
        std::copy_n(stored.begin(), std::min(stored.size(), id.size()), id.begin());
        return id;
    });
}

Result<std::array<std::uint8_t, 32>> Database::token_key() {
    return guarded([&] {
        std::array<std::uint8_t, key_size> key{};
        const auto stored = meta_text("token_key");
        std::copy_n(stored.begin(), std::min(stored.size(), key.size()), key.begin());
        return key;
    });
}

Result<std::string> Database::running() {
    return guarded([&] { return meta_text("running"); });
}

Result<void> Database::set_running(std::string_view mark) {
    return guarded([&] { set_meta("running", mark); });
}

Result<bool> Database::is_copy() {
    return guarded([&] { return meta_integer("copy") != 0; });
}

Result<void> Database::set_copy_mark() {
    return guarded([&] { set_meta("copy", std::int64_t{1}); });
}

Result<void> Database::clear_copy_mark() {
    return guarded([&] {
        Transaction transaction(db_);
        db_.exec(
            "UPDATE meta SET value = randomblob(16) WHERE key = 'id' AND EXISTS (SELECT 1 FROM meta WHERE key = "
            "'copy')");
        db_.exec("DELETE FROM meta WHERE key = 'copy'");
        transaction.commit();
    });
}

Result<void> Database::renew_epochs(const std::function<std::string()>& make_epoch) {
    return guarded([&] {
        Transaction transaction(db_);
        std::vector<std::int64_t> rooms;
        auto& rows = db_.prepared("SELECT number FROM rooms");
        while (rows.step()) rooms.push_back(rows.integer(0));
        rows.reset();
        for (const auto room : rooms) {
            const auto epoch = make_epoch();
            db_.prepared("UPDATE rooms SET epoch = ? WHERE number = ?").bind(1, epoch).bind(2, room).run();
        }
        transaction.commit();
    });
}

Result<bool> Database::checkpoint() {
    return guarded([&] {
        int in_log = 0;
        int moved = 0;
        const int code = sqlite3_wal_checkpoint_v2(db_.handle(), nullptr, SQLITE_CHECKPOINT_PASSIVE, &in_log, &moved);
        if (code == SQLITE_BUSY) return false;
        if (code != SQLITE_OK) throw SqliteError(code & 0xFF, sqlite3_errmsg(db_.handle()));
        if (in_log == moved) wal_pages_ = 0;
        return in_log == moved;
    });
}

Result<void> Database::shrink() {
    return guarded([&] {
        if (db_.integer("PRAGMA freelist_count") > 256) db_.exec("PRAGMA incremental_vacuum(128)");
    });
}

}  // namespace papo::store
