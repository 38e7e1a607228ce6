// The command `papo export`.
#pragma once

#include "papo/base/result.h"
#include "papo/config/command_line.h"

namespace papo::commands {

// Writes everything that the room has, oldest first, to the file (whole or not at all) or to standard output.
Result<void> export_room(const config::ExportOptions& options);

}  // namespace papo::commands
