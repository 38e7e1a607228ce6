// The opening handshake of a WebSocket (RFC 6455 section 4.2).
#pragma once

#include <string>
#include <string_view>

namespace papo::proto {

// Sec-WebSocket-Accept for a valid Sec-WebSocket-Key.
std::string accept_key(std::string_view key);
// Whether the key is 16 bytes in base64.
bool is_valid_key(std::string_view key);

}  // namespace papo::proto
