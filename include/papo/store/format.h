// The first check of a start: whether this papo knows the formats of the stored files. The check changes neither a byte
// nor a timestamp of a file, so that a refused start leaves them intact for the newer papo.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "papo/base/result.h"
#include "papo/store/disk.h"

namespace papo::store {

// Gives an error, in words, if a newer papo wrote the database in the file `database` or a segment of its journal.
Result<void> refuse_newer(Disk& disk, const std::string& database);

// The database's format (schema.h), including a change that is still in its write-ahead log. Reads the files without
// SQLite, which would change both. Absent if the file is missing or is not a database of papo.
std::optional<std::uint32_t> stored_schema(const std::string& database);

}  // namespace papo::store
