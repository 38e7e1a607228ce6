// The first moments of a database's file.
#pragma once

#include <string>

#include "papo/base/result.h"

namespace papo::store {

// Makes an empty database of ours at `path`, where no file is, and syncs it; nothing happens where one is. It holds
// what people will say and the secret of their sessions: it is its owner's alone (0600), and SQLite gives the files
// beside it the same mode. It has its name only once it is whole: SQLite would sync a dozen times for a file that
// nobody has seen. The name itself is synced with the journal's, before anybody is told anything that must last
// (Worker::sync_file). Throws SqliteError.
Result<void> make_database(const std::string& path);

}  // namespace papo::store
