// The frames of a server (RFC 6455 section 5.2: never masked) in a run of bytes, one after the other. Nothing is
// copied. An unfinished frame at the end is walked again once the rest of it has come.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "tools/client/frame_head.h"

namespace papo::client {

struct Frame {
    proto::Opcode opcode = proto::Opcode::text;
    std::string_view payload;
};

class FrameWalker {
public:
    explicit FrameWalker(std::string_view bytes) : rest_(bytes), size_(bytes.size()) {}

    // False when what is left is no whole frame, or none at all.
    bool next(Frame& frame) {
        if (broken_) return false;
        const auto head = frame_head(rest_);
        if (!head) return false;
        if (head->masked || !head->fin || head->payload > max_payload) {
            broken_ = true;
            return false;
        }
        if (rest_.size() - head->size < head->payload) return false;
        frame.opcode = head->opcode;
        frame.payload = rest_.substr(head->size, head->payload);
        rest_.remove_prefix(head->size + head->payload);
        return true;
    }

    // Bytes of the frames given.
    std::size_t consumed() const { return size_ - rest_.size(); }
    // A frame is masked, a fragment, or too large to be meant: no chat server fragments short messages.
    bool broken() const { return broken_; }

private:
    static constexpr std::uint64_t max_payload = std::uint64_t{1} << 28U;

    std::string_view rest_;
    std::size_t size_;
    bool broken_ = false;
};

// The code in a Close frame's payload; 1005 when it has none (RFC 6455 section 7.1.5).
inline std::uint16_t close_code(std::string_view payload) {
    if (payload.size() < 2) return 1005;
    const auto byte = [&](std::size_t at) { return unsigned{static_cast<std::uint8_t>(payload[at])}; };
    return static_cast<std::uint16_t>(byte(0) << 8U | byte(1));
}

}  // namespace papo::client
