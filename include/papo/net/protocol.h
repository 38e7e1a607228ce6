// The network layer's interface to the protocol of a connection.
#pragma once

#include <cstddef>
#include <span>

#include "papo/base/clock.h"

namespace papo::net {

class Connection;

class Protocol {
public:
    virtual ~Protocol() = default;

    // Returns how many of the bytes the protocol consumed; it may change those in place. The connection keeps the rest,
    // pauses reading, and passes the rest again once it is resumed.
    virtual std::size_t on_bytes(Connection& connection, std::span<char> bytes, Now now) = 0;
    // The peer has shut down its writing side, and the protocol has consumed all bytes.
    virtual void on_end(Connection& connection, Now now) = 0;
    // The kernel has taken all queued output.
    virtual void on_drained(Connection& connection, Now now) = 0;
    // The connection's deadline has passed.
    virtual void on_timeout(Connection& connection, Now now) = 0;
    // The last call, for whatever reason the connection closed; the connection is freed after it.
    virtual void on_closed(Connection& connection, Now now) = 0;
};

}  // namespace papo::net
