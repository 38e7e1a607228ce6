// A thin layer over SQLite: owns the connection and its prepared statements. Failures throw SqliteError, which Database
// turns into a Result.
#pragma once

#include <sqlite3.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <unordered_map>

#include "papo/base/result.h"

namespace papo::store {

class SqliteError : public std::runtime_error {
public:
    SqliteError(int code_, const std::string& what) : std::runtime_error(what), code(code_) {}
    int code;  // SQLite's primary result code
};

using Blob = std::span<const std::uint8_t>;

// A prepared statement. Bind its parameters, step through its rows or run it, then reset it.
class Statement {
public:
    Statement(sqlite3* connection, const char* sql);
    Statement(Statement&&) = default;

    // Parameters are numbered from 1. Texts and blobs must outlive the run.
    Statement& bind(int at, std::int64_t value);
    Statement& bind(int at, std::uint64_t value) { return bind(at, static_cast<std::int64_t>(value)); }
    Statement& bind(int at, std::string_view text);
    Statement& bind(int at, Blob blob);
    Statement& bind_null(int at);

    // Moves to the next row; false if there is none.
    bool step();
    // Runs to the end; for statements without rows.
    void run();
    void reset();

    // Columns are numbered from 0. Views are valid until the next step.
    std::int64_t integer(int at) const { return sqlite3_column_int64(handle_.get(), at); }
    std::uint64_t natural(int at) const { return static_cast<std::uint64_t>(integer(at)); }
    std::string_view text(int at) const;
    bool is_null(int at) const { return sqlite3_column_type(handle_.get(), at) == SQLITE_NULL; }

private:
    void check(int code) const;

    std::unique_ptr<sqlite3_stmt, int (*)(sqlite3_stmt*)> handle_;
};

class Sqlite {
public:
    // `flags` as sqlite3_open_v2 takes them.
    Sqlite(const std::string& path, int flags);

    void exec(const char* sql);
    // Prepares each statement once and returns it reset. `sql` must be a literal, because its address is the key.
    Statement& prepared(const char* sql);
    // The first column of the first row; 0 if there is none.
    std::int64_t integer(const char* sql);
    std::int64_t changes() const { return sqlite3_changes64(handle_.get()); }
    std::int64_t last_rowid() const { return sqlite3_last_insert_rowid(handle_.get()); }
    sqlite3* handle() const { return handle_.get(); }

private:
    std::unique_ptr<sqlite3, int (*)(sqlite3*)> handle_;
    std::unordered_map<const char*, Statement> statements_;
};

// A transaction. The destructor rolls back unless it was committed.
class Transaction {
public:
    explicit Transaction(Sqlite& db) : db_(db) { db_.exec("BEGIN IMMEDIATE"); }
    ~Transaction();
    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;

    void commit() {
        db_.exec("COMMIT");
        done_ = true;
    }

private:
    Sqlite& db_;
    bool done_ = false;
};

}  // namespace papo::store
