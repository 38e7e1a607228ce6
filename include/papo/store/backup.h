// Backups of everything that papo stores, also while a server is running.
#pragma once

#include <functional>
#include <string>

#include "papo/base/result.h"

namespace papo::store {

// Copies the database in the file `path`, with everything acknowledged before the call, to the empty file `copy`. The
// copy is one file without a journal, in the format of the original. A server that starts on the copy gives its rooms
// new epochs. Calls `go_on` from time to time, and fails once it returns false. After an error `copy` is unusable.
Result<void> write_backup(const std::string& path, const std::string& copy, const std::function<bool()>& go_on);

}  // namespace papo::store
