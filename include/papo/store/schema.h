// The format of the database, by version (PRAGMA user_version), and the way from each to the next.
#pragma once

#include <cstdint>
#include <string>

#include "papo/base/result.h"
#include "papo/store/sqlite.h"

namespace papo::store {

inline constexpr int schema_version = 3;
inline constexpr int application_id = 0x7061706F;  // "papo"; file(1) and we tell a stranger's database by it

// Makes an empty database ours, or brings one of ours up to date. An error, and nothing changed, for a stranger's and
// for one that a newer papo has written.
Result<void> migrate(Sqlite& db, const std::string& path);
// Lets one of ours be read as if it were of today's format, and changes nothing in it. An error when that cannot be.
Result<void> make_readable(Sqlite& db, const std::string& path);
// In words, for whoever starts papo.
Error newer_schema(const std::string& path, std::int64_t format);

}  // namespace papo::store
