#include "papo/talk/tokens.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/sha.h>

#include <algorithm>

#include "papo/base/random.h"

namespace papo::talk {
namespace {

constexpr std::size_t seed_size = 16;
constexpr std::size_t mac_size = 16;  // HMAC-SHA-256 truncated to 128 bits, too many to guess

int value_of(char c) {
    if (c >= 'A' && c <= 'Z') return c - 'A';
    if (c >= 'a' && c <= 'z') return c - 'a' + 26;
    if (c >= '0' && c <= '9') return c - '0' + 52;
    if (c == '-') return 62;
    return c == '_' ? 63 : -1;
}

// 32 bytes from their 43 base64url characters (RFC 4648 section 5, no padding).
std::optional<std::array<std::uint8_t, seed_size + mac_size>> decode(std::string_view token) {
    std::array<std::uint8_t, seed_size + mac_size> bytes{};
    if (token.size() != 43) return std::nullopt;
    std::uint32_t bits = 0;
    unsigned held = 0;
    std::size_t at = 0;
    for (const char c : token) {
        const int value = value_of(c);
        if (value < 0) return std::nullopt;
        bits = (bits << 6U) | static_cast<std::uint32_t>(value);
        held += 6;
        if (held < 8) continue;
        held -= 8;
        bytes[at++] = static_cast<std::uint8_t>(bits >> held);
        bits &= (1U << held) - 1;
    }
    if (bits != 0) return std::nullopt;  // non-zero padding bits: each token has only one spelling
    return bytes;
}

}  // namespace

Tokens::Seed Tokens::make_seed() {
    Seed seed{};
    random_bytes(seed);
    return seed;
}

std::array<std::uint8_t, 32> Tokens::mac_of(const Seed& seed) const {
    std::array<std::uint8_t, 32> mac{};
    HMAC(EVP_sha256(), key_.data(), static_cast<int>(key_.size()), seed.data(), seed.size(), mac.data(), nullptr);
    return mac;
}

std::string Tokens::token_of(const Seed& seed) const {
    std::array<std::uint8_t, seed_size + mac_size> bytes{};
    const auto mac = mac_of(seed);
    std::copy(seed.begin(), seed.end(), bytes.begin());
    std::copy_n(mac.begin(), mac_size, bytes.begin() + seed_size);
    return base64url(bytes);
}

std::optional<Tokens::Seed> Tokens::seed_of(std::string_view token) const {
    const auto bytes = decode(token);
    if (!bytes) return std::nullopt;
    Seed seed{};
    std::copy_n(bytes->begin(), seed_size, seed.begin());
    const auto mac = mac_of(seed);
    if (CRYPTO_memcmp(mac.data(), bytes->data() + seed_size, mac_size) != 0) return std::nullopt;
    return seed;
}

chat::SessionId Tokens::session_of(const Seed& seed) {
    std::array<std::uint8_t, SHA256_DIGEST_LENGTH> digest{};
    SHA256(seed.data(), seed.size(), digest.data());
    chat::SessionId id{};
    std::copy_n(digest.begin(), id.size(), id.begin());
    return id;
}

}  // namespace papo::talk
