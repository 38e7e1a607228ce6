#include "papo/store/sqlite.h"

namespace papo::store {
namespace {

constexpr int busy_ms = 10'000;  // how long a call waits for a backup's or an export's lock; neither holds one for long

[[noreturn]] void fail(sqlite3* connection, int code) {
    const char* text = connection != nullptr ? sqlite3_errmsg(connection) : sqlite3_errstr(code);
    throw SqliteError(code & 0xFF, text);
}

}  // namespace

Statement::Statement(sqlite3* connection, const char* sql) : handle_(nullptr, sqlite3_finalize) {
    sqlite3_stmt* raw = nullptr;
    const int code = sqlite3_prepare_v3(connection, sql, -1, SQLITE_PREPARE_PERSISTENT, &raw, nullptr);
    handle_.reset(raw);
    if (code != SQLITE_OK) fail(connection, code);
}

void Statement::check(int code) const {
    if (code != SQLITE_OK) fail(sqlite3_db_handle(handle_.get()), code);
}

Statement& Statement::bind(int at, std::int64_t value) {
    check(sqlite3_bind_int64(handle_.get(), at, value));
    return *this;
}

Statement& Statement::bind(int at, std::string_view text) {
    // A null pointer would bind NULL instead of an empty text.
    const char* data = text.data() != nullptr ? text.data() : "";
    check(sqlite3_bind_text64(handle_.get(), at, data, text.size(), SQLITE_STATIC, SQLITE_UTF8));
    return *this;
}

Statement& Statement::bind(int at, Blob blob) {
    check(sqlite3_bind_blob64(handle_.get(), at, blob.data(), blob.size(), SQLITE_STATIC));
    return *this;
}

Statement& Statement::bind_null(int at) {
    check(sqlite3_bind_null(handle_.get(), at));
    return *this;
}

bool Statement::step() {
    const int code = sqlite3_step(handle_.get());
    if (code == SQLITE_ROW) return true;
    if (code == SQLITE_DONE) return false;
    auto* connection = sqlite3_db_handle(handle_.get());
    const SqliteError error(code & 0xFF, sqlite3_errmsg(connection));
    reset();
    throw error;
}

void Statement::run() {
    while (step()) {
    }
    reset();
}

void Statement::reset() {
    sqlite3_reset(handle_.get());
}

std::string_view Statement::text(int at) const {
    const auto* data = static_cast<const char*>(sqlite3_column_blob(handle_.get(), at));
    if (data == nullptr) return {};
    return {data, static_cast<std::size_t>(sqlite3_column_bytes(handle_.get(), at))};
}

Sqlite::Sqlite(const std::string& path, int flags) : handle_(nullptr, sqlite3_close) {
    sqlite3* raw = nullptr;
    const int code = sqlite3_open_v2(path.c_str(), &raw, flags | SQLITE_OPEN_NOMUTEX, nullptr);
    handle_.reset(raw);
    if (code != SQLITE_OK) fail(raw, code);
    sqlite3_busy_timeout(raw, busy_ms);
}

void Sqlite::exec(const char* sql) {
    const int code = sqlite3_exec(handle_.get(), sql, nullptr, nullptr, nullptr);
    if (code != SQLITE_OK) fail(handle_.get(), code);
}

Statement& Sqlite::prepared(const char* sql) {
    auto at = statements_.find(sql);
    if (at == statements_.end()) at = statements_.emplace(sql, Statement(handle_.get(), sql)).first;
    at->second.reset();
    return at->second;
}

std::int64_t Sqlite::integer(const char* sql) {
    auto& statement = prepared(sql);
    const auto value = statement.step() ? statement.integer(0) : 0;
    statement.reset();
    return value;
}

Transaction::~Transaction() {
    if (!done_) sqlite3_exec(db_.handle(), "ROLLBACK", nullptr, nullptr, nullptr);
}

}  // namespace papo::store
