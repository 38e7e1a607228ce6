// Turns a client's frames into a server's, in place and as they come. Nothing is gathered, no rule is checked.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace papo::bound {

class EchoStream {
public:
    // `bytes`: the client's next bytes. Returns how many of them, from the front, are the echo now.
    std::size_t turn(std::span<char> bytes);

private:
    // Whether the byte is part of the echo: all but those of the mask are.
    bool take_header_byte(std::uint8_t byte);
    void unmask(const char* from, char* to, std::size_t count);

    std::size_t header_size_ = 0;  // bytes of the header that have come
    std::size_t length_size_ = 0;  // bytes of its extended length
    std::uint64_t length_ = 0;
    std::array<std::uint8_t, 4> mask_{};
    std::uint64_t remaining_ = 0;  // payload bytes of the frame
    std::size_t mask_at_ = 0;
};

}  // namespace papo::bound
