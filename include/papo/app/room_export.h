// The command `papo export`.
#pragma once

#include "papo/app/config.h"
#include "papo/base/result.h"

namespace papo::app {

// Writes everything that the room has, oldest first, to the file (whole or not at all) or to standard output.
Result<void> export_room(const ExportOptions& options);

}  // namespace papo::app
