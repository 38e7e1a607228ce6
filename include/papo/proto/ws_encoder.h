// WebSocket frames of a server (RFC 6455 section 5.2): never masked, never fragmented.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace papo::proto {

enum class Opcode : std::uint8_t { continuation = 0, text = 1, binary = 2, close = 8, ping = 9, pong = 10 };

// Appends the header, at most 10 bytes, of a frame with `size` bytes of payload. `compressed`: RSV1 (RFC 7692
// section 6).
void append_frame_header(std::string& out, Opcode opcode, std::uint64_t size, bool compressed = false);
void append_frame(std::string& out, Opcode opcode, std::string_view payload);
// A Close frame; cuts `reason` (UTF-8) to at most 123 bytes of whole characters.
std::string close_frame(std::uint16_t code, std::string_view reason);

}  // namespace papo::proto
