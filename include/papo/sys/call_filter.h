// seccomp: which system calls a process may still make.
#pragma once

#include "papo/base/result.h"

namespace papo::sys {

// For all threads, for good; to be called when all of them run and every socket that is listened on is there. What a
// serving papo needs stays; what only an intruder would call (programs, tracing, namespaces, mounts, other users,
// kernel modules) ends the process; everything else answers ENOSYS, which libraries take as a reason to do it
// another way. Needs give_up_new_privileges().
Result<void> restrict_calls();

}  // namespace papo::sys
