// What a server gives up before it reads the first byte from outside, step by step. docs/SECURITY.md says why.
#pragma once

#include "papo/base/result.h"
#include "papo/config/config.h"
#include "papo/ops/log.h"

namespace papo::server {

// First, when the port is bound and before anything is opened for writing: becomes --user, with the folders that are
// missing made for it. Without --user, root keeps no more than what it needs for files that are others'. The folders of
// history are there afterwards.
Result<void> take_on_user(const config::Config& config);

// Then, before threads are started: only what lies in the folders of uploads and history can be opened from here on.
// Those folders are there. A kernel that cannot do it is named in the log, and the server goes on without.
void restrict_files(const config::Config& config, const ops::Log& log);

// Last, when all threads run and before anything is accepted: only the system calls of serving are left.
void restrict_calls(const config::Config& config, const ops::Log& log);

}  // namespace papo::server
