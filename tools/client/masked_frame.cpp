#include "tools/client/masked_frame.h"

#include <cstdint>

namespace papo::client {

std::string masked_frame(proto::Opcode opcode, std::string_view payload, bool fin) {
    static constexpr std::string_view mask = "\x11\x22\x33\x44";
    std::string frame;
    proto::append_frame(frame, opcode, payload);
    const auto head = frame.size() - payload.size();
    if (!fin) frame[0] = static_cast<char>(static_cast<std::uint8_t>(frame[0]) & 0x7FU);
    frame[1] = static_cast<char>(static_cast<std::uint8_t>(frame[1]) | 0x80U);
    for (std::size_t i = head; i < frame.size(); ++i) {
        frame[i] = static_cast<char>(frame[i] ^ mask[(i - head) % mask.size()]);
    }
    return frame.insert(head, mask);
}

}  // namespace papo::client
