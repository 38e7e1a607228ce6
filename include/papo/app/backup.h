// The command `papo backup`.
#pragma once

#include "papo/app/config.h"
#include "papo/base/result.h"

namespace papo::app {

// Makes the file, whole or not at all.
Result<void> make_backup(const BackupOptions& options);

}  // namespace papo::app
