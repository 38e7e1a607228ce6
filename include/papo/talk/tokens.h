// Session tokens without a table: 16 random bytes and their HMAC under the server's key. Whoever shows a token
// whose HMAC is right was given it by this server; nothing has to be remembered for those who never come back.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "papo/chat/ids.h"

namespace papo::talk {

class Tokens {
public:
    using Seed = std::array<std::uint8_t, 16>;
    using Key = std::array<std::uint8_t, 32>;

    explicit Tokens(const Key& key) : key_(key) {}

    // A fresh seed from the kernel's random source. The token is derived from it when it is told.
    static Seed make_seed();
    std::string token_of(const Seed& seed) const;
    // The seed of a token this server gave out; compared in constant time.
    std::optional<Seed> seed_of(std::string_view token) const;
    // What the chat knows a session by: a hash, so that what is kept of a session opens nothing.
    static chat::SessionId session_of(const Seed& seed);

private:
    std::array<std::uint8_t, 32> mac_of(const Seed& seed) const;

    Key key_;
};

}  // namespace papo::talk
