// Signals through a descriptor (signalfd(2)), so that the loop handles them like other input.
#pragma once

#include <initializer_list>

#include "papo/base/fd.h"
#include "papo/base/result.h"

namespace papo::net {

// Blocks the signals for the process (call before threads start) and returns a descriptor that is readable when one is
// pending. Ignores SIGPIPE and SIGXFSZ: writing to a closed connection, or past RLIMIT_FSIZE, then fails with an errno.
Result<Fd> block_and_open(std::initializer_list<int> signals);
// The number of the next pending signal, 0 if none is pending.
int read_signal(int fd);

}  // namespace papo::net
