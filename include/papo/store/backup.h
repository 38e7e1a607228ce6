// A copy of everything that is stored, made while a server may be running.
#pragma once

#include <functional>
#include <string>

#include "papo/base/result.h"

namespace papo::store {

// Copies the database in the file `path`, with all that was acknowledged before the call, to the empty file `copy`,
// which then needs nothing beside it and has the format of the original. A server that is started on it gives its rooms
// new epochs. `go_on` is asked now and then whether to; after an error `copy` is worth nothing.
Result<void> write_backup(const std::string& path, const std::string& copy, const std::function<bool()>& go_on);

}  // namespace papo::store
