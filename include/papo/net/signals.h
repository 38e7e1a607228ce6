// Signals as something to read (signalfd(2)), so that they come in the loop's turn like everything else.
#pragma once

#include <initializer_list>

#include "papo/base/fd.h"
#include "papo/base/result.h"

namespace papo::net {

// Blocks the signals for the process (call before threads start) and gives a descriptor that is readable when one has
// come. Ignores SIGPIPE and SIGXFSZ: a peer that is gone, and a file that may not grow (RLIMIT_FSIZE), are errors of
// the call that meets them.
Result<Fd> block_and_open(std::initializer_list<int> signals);
// The number of a signal that has come, 0 if none has.
int read_signal(int fd);

}  // namespace papo::net
