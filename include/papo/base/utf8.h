// UTF-8 (RFC 3629): checking bytes as they arrive, and reading valid text.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace papo {

// Fails at the first byte that cannot be UTF-8, however the input is split. Holds only a few bytes.
class Utf8Checker {
public:
    // False at the first byte that cannot continue valid text; the checker is then unusable until reset().
    bool feed(std::string_view bytes);
    // Whether the input so far ends with a whole character.
    bool complete() const { return missing_ == 0; }
    void reset() { *this = Utf8Checker{}; }

private:
    bool feed_byte(std::uint8_t byte);

    std::uint8_t missing_ = 0;  // continuation bytes that the current character still needs
    std::uint8_t low_ = 0x80;   // bounds of the next byte; they exclude overlong forms,
    std::uint8_t high_ = 0xBF;  // surrogates and values above U+10FFFF
};

bool is_utf8(std::string_view bytes);

// Both require valid UTF-8. next_code_point removes the first character of a text that is not empty.
std::size_t count_code_points(std::string_view text);
char32_t next_code_point(std::string_view& text);

}  // namespace papo
