// What the kernel grants a process beyond its user's own rights, given up.
#pragma once

#include <initializer_list>

#include "papo/base/result.h"

namespace papo::sys {

// Nothing this process may execute gives it a right that it has not (prctl(2), PR_SET_NO_NEW_PRIVS). For good.
Result<void> give_up_new_privileges();

// Whether memory may be dumped to a core file and read by a debugger of the same user (PR_SET_DUMPABLE).
void allow_core_dumps(bool allowed);

// All capabilities but these (CAP_… of <linux/capability.h>) go, of the calling thread and those it starts.
Result<void> keep_capabilities(std::initializer_list<int> kept);

}  // namespace papo::sys
