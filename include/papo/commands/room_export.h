// The command `papo export`.
#pragma once

#include "papo/base/result.h"
#include "papo/config/command_line.h"

namespace papo::commands {

// Writes all of the room's entries, oldest first, to the file (whole or not at all) or to standard output.
Result<void> export_room(const config::ExportOptions& options);

}  // namespace papo::commands
