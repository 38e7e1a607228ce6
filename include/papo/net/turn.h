// One turn of the loop: what it lends to connections, and what they leave it to do. Connections know it and not the
// reactor, which does what the lists say.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "papo/base/clock.h"
#include "papo/net/protocol.h"
#include "papo/net/reactor_counts.h"
#include "papo/net/timer_wheel.h"

namespace papo::net {

struct Turn {
    explicit Turn(Now began) : now(began), wheel(began.mono_ms) {}

    Now now;
    TimerWheel wheel;
    std::span<char> buffer;  // what one recv may fill in this turn
    ReactorCounts counts;
    // Connections, by id.
    std::vector<std::uint64_t> touched;               // to be flushed
    std::vector<std::uint64_t> resumed;               // want the rest they did not consume, in the next turn
    std::vector<std::uint64_t> closed;                // to be freed
    std::vector<std::unique_ptr<Protocol>> replaced;  // perhaps while in a call of their own
};

}  // namespace papo::net
