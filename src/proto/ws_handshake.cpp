#include "papo/proto/ws_handshake.h"

#include <openssl/evp.h>
#include <openssl/sha.h>

#include <array>
#include <cstdint>

namespace papo::proto {

std::string accept_key(std::string_view key) {
    const auto text = std::string(key) + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    std::array<std::uint8_t, SHA_DIGEST_LENGTH> digest{};
    SHA1(reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest.data());
    std::array<unsigned char, 29> encoded{};  // 28 characters and a NUL
    const int size = EVP_EncodeBlock(encoded.data(), digest.data(), static_cast<int>(digest.size()));
    return {reinterpret_cast<const char*>(encoded.data()), static_cast<std::size_t>(size)};
}

bool is_valid_key(std::string_view key) {
    if (key.size() != 24) return false;
    std::array<unsigned char, 18> decoded{};
    const auto* bytes = reinterpret_cast<const unsigned char*>(key.data());
    // EVP_DecodeBlock skips white space at both ends, which is not base64.
    const bool plain = key.find_first_of(" \t\r\n") == std::string_view::npos;
    const bool padded = key.substr(22) == "==" && key.find('=') == 22;
    return plain && padded && EVP_DecodeBlock(decoded.data(), bytes, 24) == 18;
}

}  // namespace papo::proto
