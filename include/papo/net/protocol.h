// The protocol spoken on a connection, as the network floor sees it.
#pragma once

#include <cstddef>
#include <span>

#include "papo/base/clock.h"

namespace papo::net {

class Connection;

class Protocol {
public:
    virtual ~Protocol() = default;

    // Takes bytes, which it may change in place as far as it consumes them, and gives how many those are. If not all,
    // the rest is kept, reading pauses, and the rest comes again first once the connection is resumed.
    virtual std::size_t on_bytes(Connection& connection, std::span<char> bytes, Now now) = 0;
    // The peer has shut down its writing side and all it wrote was consumed.
    virtual void on_end(Connection& connection, Now now) = 0;
    // All that was queued has been handed to the kernel.
    virtual void on_drained(Connection& connection, Now now) = 0;
    // The deadline the protocol had set has passed.
    virtual void on_timeout(Connection& connection, Now now) = 0;
    // The last call, whatever the reason; the connection is freed after it.
    virtual void on_closed(Connection& connection, Now now) = 0;
};

}  // namespace papo::net
