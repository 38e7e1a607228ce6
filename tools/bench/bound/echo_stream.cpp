#include "tools/bench/bound/echo_stream.h"

#include <algorithm>
#include <cstring>

namespace papo::bound {

std::size_t EchoStream::turn(std::span<char> bytes) {
    std::size_t size = 0;
    for (std::size_t at = 0; at < bytes.size();) {
        if (remaining_ == 0) {
            const auto byte = static_cast<std::uint8_t>(bytes[at++]);
            // Only clients set the mask bit.
            const bool second = header_size_ == 1;
            if (take_header_byte(byte)) bytes[size++] = static_cast<char>(second ? byte & 127U : byte);
            continue;
        }
        const auto count = static_cast<std::size_t>(std::min<std::uint64_t>(remaining_, bytes.size() - at));
        unmask(bytes.data() + at, bytes.data() + size, count);
        remaining_ -= count;
        at += count;
        size += count;
    }
    return size;
}

bool EchoStream::take_header_byte(std::uint8_t byte) {
    const auto at = header_size_++;
    if (at == 0) return true;
    if (at == 1) {
        const unsigned length = byte & 127U;
        length_size_ = length == 126 ? 2 : length == 127 ? 8 : 0;
        length_ = length_size_ == 0 ? length : 0;
        return true;
    }
    if (at < 2 + length_size_) {
        length_ = length_ << 8U | byte;
        return true;
    }
    const auto of_mask = at - 2 - length_size_;
    mask_[of_mask] = byte;
    if (of_mask + 1 < mask_.size()) return false;
    remaining_ = length_;
    mask_at_ = 0;
    header_size_ = 0;
    return false;
}

// Eight bytes at a time; `to` may lie a little before `from`.
void EchoStream::unmask(const char* from, char* to, std::size_t count) {
    std::array<std::uint8_t, 8> turned{};
    for (std::size_t i = 0; i < turned.size(); ++i) turned[i] = mask_[(mask_at_ + i) & 3U];
    std::uint64_t mask = 0;
    std::memcpy(&mask, turned.data(), 8);
    std::size_t at = 0;
    for (; at + 8 <= count; at += 8) {
        std::uint64_t word = 0;
        std::memcpy(&word, from + at, 8);
        word ^= mask;
        std::memcpy(to + at, &word, 8);
    }
    for (; at < count; ++at) to[at] = static_cast<char>(static_cast<std::uint8_t>(from[at]) ^ turned[at & 7U]);
    mask_at_ += count;
}

}  // namespace papo::bound
