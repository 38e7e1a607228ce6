// What a start asks first: whether this papo knows the formats of what lies there. Nothing is changed by asking,
// neither a byte nor the time of a file, so that a refused start leaves everything to the papo that knows them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "papo/base/result.h"
#include "papo/store/disk.h"

namespace papo::store {

// An error, in words, when a newer papo has written the database in that file, or a segment of its journal.
Result<void> refuse_newer(Disk& disk, const std::string& database);

// The format that the file has, with what its write-ahead log says of it, read without SQLite, which would change both.
// Absent when there is none, or it is a stranger's.
std::optional<std::uint32_t> stored_schema(const std::string& database);

}  // namespace papo::store
