// UTF-8 (RFC 3629): checked as bytes arrive, and walked once it is known to be good.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace papo {

// Says at the first byte that cannot belong to UTF-8, wherever the input is cut. No memory beyond a few bytes.
class Utf8Checker {
public:
    // False as soon as a byte cannot continue well-formed text; then the checker is of no further use.
    bool feed(std::string_view bytes);
    // Whether no character is left half-way.
    bool complete() const { return missing_ == 0; }
    void reset() { *this = Utf8Checker{}; }

private:
    bool feed_byte(std::uint8_t byte);

    std::uint8_t missing_ = 0;  // continuation bytes the character under way still needs
    std::uint8_t low_ = 0x80;   // bounds of the next one: overlong forms, surrogates and
    std::uint8_t high_ = 0xBF;  // values past U+10FFFF show in the second byte
};

bool is_utf8(std::string_view bytes);

// Both want valid UTF-8; next_code_point takes a character off the front of a text that is not empty.
std::size_t count_code_points(std::string_view text);
char32_t next_code_point(std::string_view& text);

}  // namespace papo
