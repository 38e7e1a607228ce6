// What a reactor has done since it began.
#pragma once

#include <cstdint>

#include "papo/base/histogram.h"

namespace papo::net {

struct ReactorCounts {
    std::uint64_t bytes_in = 0;
    std::uint64_t bytes_out = 0;
    Histogram turns;         // µs from what was ready to read to the last write
    Histogram marked_turns;  // of those that Reactor::mark_turn was called in
};

}  // namespace papo::net
