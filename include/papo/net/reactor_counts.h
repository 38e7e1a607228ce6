// Counters of a reactor since its start.
#pragma once

#include <cstdint>

#include "papo/base/histogram.h"

namespace papo::net {

struct ReactorCounts {
    std::uint64_t bytes_in = 0;
    std::uint64_t bytes_out = 0;
    Histogram turns;         // µs from the end of epoll_wait to the last write
    Histogram marked_turns;  // turns in which Reactor::mark_turn was called
};

}  // namespace papo::net
