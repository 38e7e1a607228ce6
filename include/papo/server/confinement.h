// The rights that the server gives up, in three steps, before it reads the first byte from outside. docs/SECURITY.md
// gives the reasons.
#pragma once

#include "papo/base/result.h"
#include "papo/config/config.h"
#include "papo/ops/log.h"

namespace papo::server {

// Step 1, after binding the port and before opening any file for writing: becomes --user, and makes that user's missing
// folders. Without --user, root keeps only the capabilities for other users' files. Makes the folders of the history.
Result<void> take_on_user(const config::Config& config);

// Step 2, before starting threads: from here on the process can open only files in the folders of uploads and history,
// which exist. If the kernel cannot do that, logs it and goes on.
void restrict_files(const config::Config& config, const ops::Log& log);

// Step 3, when all threads run and before accepting a connection: allows only the system calls that serving needs.
void restrict_calls(const config::Config& config, const ops::Log& log);

}  // namespace papo::server
