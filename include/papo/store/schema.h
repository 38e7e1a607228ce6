// The versions of the database's format (PRAGMA user_version), and the migrations between them. These functions throw
// SqliteError when SQLite fails; `path` is for the text of errors.
#pragma once

#include <cstdint>
#include <string>

#include "papo/base/result.h"
#include "papo/store/sqlite.h"

namespace papo::store {

inline constexpr int schema_version = 3;
inline constexpr int application_id = 0x7061706F;  // "papo"; papo and file(1) recognise a database of papo by it

// Creates the tables in an empty database, or migrates an older one to schema_version. Gives an error and changes
// nothing if another program or a newer papo wrote the database.
Result<void> migrate(Sqlite& db, const std::string& path);
// Lets this connection read an older database as if it had today's format, without a change to the file. Gives an error
// if the format is too old or too new.
Result<void> make_readable(Sqlite& db, const std::string& path);
// The error for a database of a newer `format`, in words for the person who starts papo.
Error newer_schema(const std::string& path, std::int64_t format);

}  // namespace papo::store
