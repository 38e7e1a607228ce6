// The frames of a server (RFC 6455 section 5.2: never masked) in a run of bytes, one after the other. Nothing is
// copied; what is not whole at the end is left to be walked again with more behind it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "papo/proto/ws_encoder.h"

namespace papo::load {

struct Frame {
    proto::Opcode opcode = proto::Opcode::text;
    std::string_view payload;
};

class FrameWalker {
public:
    explicit FrameWalker(std::string_view bytes) : rest_(bytes), size_(bytes.size()) {}

    // False when what is left is no whole frame, or none at all.
    bool next(Frame& frame) {
        if (rest_.size() < 2 || broken_) return false;
        const auto second = byte(1);
        const std::size_t head = second < 126 ? 2 : (second == 126 ? 4 : 10);
        if (second >= 128 || (byte(0) & 128U) == 0) return fail();
        if (rest_.size() < head) return false;
        const auto size = second < 126 ? second : extended_size(head);
        if (size > max_payload) return fail();
        if (rest_.size() - head < size) return false;
        frame.opcode = static_cast<proto::Opcode>(byte(0) & 15U);
        frame.payload = rest_.substr(head, size);
        rest_.remove_prefix(head + size);
        return true;
    }

    // Bytes of the frames given.
    std::size_t consumed() const { return size_ - rest_.size(); }
    // A frame is masked, too large to be meant, or a fragment: no chat server makes fragments of short messages.
    bool broken() const { return broken_; }

private:
    static constexpr std::size_t max_payload = std::size_t{1} << 28U;

    std::size_t byte(std::size_t at) const { return static_cast<std::uint8_t>(rest_[at]); }
    std::size_t extended_size(std::size_t head) const {
        std::size_t size = 0;
        for (std::size_t i = 2; i < head; ++i) size = size << 8U | byte(i);
        return size;
    }
    bool fail() {
        broken_ = true;
        return false;
    }

    std::string_view rest_;
    std::size_t size_;
    bool broken_ = false;
};

}  // namespace papo::load
