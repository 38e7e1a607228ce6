// What stands before a frame's payload, of a client or of a server (RFC 6455 section 5.2). No rule is checked.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "papo/proto/ws_encoder.h"

namespace papo::client {

struct FrameHead {
    proto::Opcode opcode = proto::Opcode::text;
    bool fin = true;
    bool compressed = false;    // RSV1 (RFC 7692 section 6)
    bool masked = false;        // the mask is the last 4 bytes of the head
    std::size_t size = 0;       // bytes of the head
    std::uint64_t payload = 0;  // bytes of the payload
};

// Nothing while some of the head is missing.
inline std::optional<FrameHead> frame_head(std::string_view bytes) {
    const auto byte = [&](std::size_t at) { return unsigned{static_cast<std::uint8_t>(bytes[at])}; };
    if (bytes.size() < 2) return std::nullopt;
    FrameHead head;
    head.opcode = static_cast<proto::Opcode>(byte(0) & 15U);
    head.fin = (byte(0) & 0x80U) != 0;
    head.compressed = (byte(0) & 0x40U) != 0;
    head.masked = (byte(1) & 0x80U) != 0;
    head.payload = byte(1) & 0x7FU;
    const std::size_t length_end = head.payload < 126 ? 2 : (head.payload == 126 ? 4 : 10);
    head.size = length_end + (head.masked ? 4 : 0);
    if (bytes.size() < head.size) return std::nullopt;
    if (length_end > 2) head.payload = 0;
    for (std::size_t at = 2; at < length_end; ++at) head.payload = head.payload << 8U | byte(at);
    return head;
}

}  // namespace papo::client
