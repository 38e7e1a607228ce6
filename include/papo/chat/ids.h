// The chat floor's names for things of other floors: it holds ids, never pointers.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <functional>

namespace papo::chat {

// A connection, as the network floor numbers it; never used again for another one.
using ConnId = std::uint64_t;

// A person's secret, hashed: whoever has the token that hashes to it is that person.
using SessionId = std::array<std::uint8_t, 16>;

// Where a connection comes from, for limits per address; 0: from nobody who is limited.
using SourceId = std::uint64_t;

// A password job under way; the answer carries it back.
using Ticket = std::uint64_t;

struct SessionIdHash {
    std::size_t operator()(const SessionId& id) const {
        std::size_t value = 0;
        std::memcpy(&value, id.data(), sizeof value);
        return value;
    }
};

}  // namespace papo::chat
