// Ids by which the chat names connections, sessions, sources and password jobs: it holds no pointers to them.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <functional>

namespace papo::chat {

// A connection's number from the network layer; never reused.
using ConnId = std::uint64_t;

// The hash of a session's token: the token's holder is the person.
using SessionId = std::array<std::uint8_t, 16>;

// The source of a connection, for limits per address; 0: exempt from them.
using SourceId = std::uint64_t;

// Names a request to the storage or the password hasher; the answer carries it back.
using Ticket = std::uint64_t;

struct SessionIdHash {
    std::size_t operator()(const SessionId& id) const {
        std::size_t value = 0;
        std::memcpy(&value, id.data(), sizeof value);
        return value;
    }
};

}  // namespace papo::chat
