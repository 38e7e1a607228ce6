// Session tokens without a table: 16 random bytes and their HMAC under the server's key. A right HMAC proves that this
// server issued the token, so the server stores nothing for visitors who never come back.
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

    // A new seed from the kernel's random source. The token is computed only when it is sent.
    static Seed make_seed();
    std::string token_of(const Seed& seed) const;
    // The seed of a token that this server issued; nothing for any other. Compares in constant time.
    std::optional<Seed> seed_of(std::string_view token) const;
    // The chat's id of a session: a hash, so a stored id cannot be used as a token.
    static chat::SessionId session_of(const Seed& seed);

private:
    std::array<std::uint8_t, 32> mac_of(const Seed& seed) const;

    Key key_;
};

}  // namespace papo::talk
