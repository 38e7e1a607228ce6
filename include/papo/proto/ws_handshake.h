// The opening handshake of a WebSocket (RFC 6455 section 4.2).
#pragma once

#include <string>
#include <string_view>

namespace papo::proto {

// Sec-WebSocket-Accept for a valid Sec-WebSocket-Key.
std::string accept_key(std::string_view key);
// Whether it is 16 bytes in base64.
bool is_valid_key(std::string_view key);
// Whether a comma-separated header value has the token, in any case.
bool header_has_token(std::string_view value, std::string_view token);

}  // namespace papo::proto
