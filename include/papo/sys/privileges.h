// Gives up privileges that the kernel grants beyond the user's rights.
#pragma once

#include <initializer_list>

#include "papo/base/result.h"

namespace papo::sys {

// Executed programs can gain no new privileges (prctl(2), PR_SET_NO_NEW_PRIVS). Cannot be undone.
Result<void> give_up_new_privileges();

// Allows or forbids core dumps and debuggers of the same user (PR_SET_DUMPABLE).
void allow_core_dumps(bool allowed);

// Drops all other capabilities (CAP_… of <linux/capability.h>) of the calling thread and threads that it starts later.
Result<void> keep_capabilities(std::initializer_list<int> kept);

}  // namespace papo::sys
