#include "papo/proto/ws_encoder.h"

namespace papo::proto {
namespace {

void append_big_endian(std::string& out, std::uint64_t value, unsigned bytes) {
    for (unsigned i = bytes; i-- > 0;) out += static_cast<char>((value >> (8 * i)) & 0xFFU);
}

}  // namespace

void append_frame_header(std::string& out, Opcode opcode, std::uint64_t size, bool compressed) {
    constexpr unsigned fin = 0x80;
    constexpr unsigned rsv1 = 0x40;
    out += static_cast<char>(fin | (compressed ? rsv1 : 0U) | static_cast<unsigned>(opcode));
    if (size < 126) {
        out += static_cast<char>(size);
    } else if (size <= 0xFFFF) {
        out += static_cast<char>(126);
        append_big_endian(out, size, 2);
    } else {
        out += static_cast<char>(127);
        append_big_endian(out, size, 8);
    }
}

void append_frame(std::string& out, Opcode opcode, std::string_view payload) {
    append_frame_header(out, opcode, payload.size());
    out += payload;
}

std::string close_frame(std::uint16_t code, std::string_view reason) {
    constexpr std::size_t max_reason = 123;  // a control frame's 125 bytes minus 2 for the code
    auto size = reason.size();
    if (size > max_reason) {
        size = max_reason;
        while (size > 0 && (static_cast<unsigned char>(reason[size]) & 0xC0U) == 0x80U) --size;
    }
    std::string payload;
    append_big_endian(payload, code, 2);
    payload += reason.substr(0, size);
    std::string frame;
    append_frame(frame, Opcode::close, payload);
    return frame;
}

}  // namespace papo::proto
