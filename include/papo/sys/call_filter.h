// seccomp: limits the system calls of the process.
#pragma once

#include "papo/base/result.h"

namespace papo::sys {

// Applies to all threads and cannot be undone; call it once all threads run and all listening sockets exist. Calls that
// a serving papo needs are allowed. Calls that only an intruder would make (programs, tracing, namespaces, mounts,
// other users, kernel modules) end the process. All others fail with ENOSYS, so that libraries fall back to other
// calls. Needs give_up_new_privileges().
Result<void> restrict_calls();

}  // namespace papo::sys
