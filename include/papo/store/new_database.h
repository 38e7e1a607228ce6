// The creation of the database's file.
#pragma once

#include <string>

#include "papo/base/result.h"

namespace papo::store {

// Creates an empty database at `path` and syncs it; does nothing if `path` exists. Throws SqliteError when SQLite
// fails.
//
// The file's mode is 0600, because it will hold people's messages and the secret of their sessions; SQLite gives the
// files beside it the same mode. The file gets its name once it is complete, so that SQLite need not sync a dozen times
// while it makes the tables. The worker syncs the name together with the journal's, before papo acknowledges anything
// that must last (Worker::sync_file).
Result<void> make_database(const std::string& path);

}  // namespace papo::store
