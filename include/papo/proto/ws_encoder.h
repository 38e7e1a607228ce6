// WebSocket frames of a server (RFC 6455 section 5.2): never masked, never fragmented.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace papo::proto {

enum class Opcode : std::uint8_t { continuation = 0, text = 1, binary = 2, close = 8, ping = 9, pong = 10 };

void append_frame(std::string& out, Opcode opcode, std::string_view payload);
// A Close frame; `reason` (UTF-8) is cut at 123 bytes, between characters.
std::string close_frame(std::uint16_t code, std::string_view reason);

}  // namespace papo::proto
