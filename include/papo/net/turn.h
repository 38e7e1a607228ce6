// One turn of the loop: the time, timers and buffer that connections use, and lists of the work that they leave to the
// reactor. Connections depend on it instead of on the reactor.
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
    std::span<char> buffer;  // receive buffer of this turn
    ReactorCounts counts;
    // Lists of connection ids.
    std::vector<std::uint64_t> touched;               // to be flushed
    std::vector<std::uint64_t> resumed;               // get their unconsumed bytes in the next turn
    std::vector<std::uint64_t> closed;                // to be freed
    std::vector<std::unique_ptr<Protocol>> replaced;  // kept until the call that replaced them returns
};

}  // namespace papo::net
