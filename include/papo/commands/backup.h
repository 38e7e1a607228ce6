// The command `papo backup`.
#pragma once

#include "papo/base/result.h"
#include "papo/config/command_line.h"

namespace papo::commands {

// Writes the whole file or none.
Result<void> make_backup(const config::BackupOptions& options);

}  // namespace papo::commands
