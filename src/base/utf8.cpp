#include "papo/base/utf8.h"

#include <algorithm>
#include <cstring>

namespace papo {
namespace {

// How many bytes at the front are ASCII, rounded down to groups of eight, which are tested at once.
std::size_t ascii_groups(std::string_view bytes) {
    std::size_t at = 0;
    for (; at + 8 <= bytes.size(); at += 8) {
        std::uint64_t word = 0;
        std::memcpy(&word, bytes.data() + at, 8);
        if ((word & 0x8080808080808080ULL) != 0) break;
    }
    return at;
}

}  // namespace

bool Utf8Checker::feed(std::string_view bytes) {
    while (!bytes.empty()) {
        if (missing_ == 0) bytes.remove_prefix(ascii_groups(bytes));
        const auto step = std::min<std::size_t>(bytes.size(), 8);
        for (const char c : bytes.substr(0, step)) {
            if (!feed_byte(static_cast<std::uint8_t>(c))) return false;
        }
        bytes.remove_prefix(step);
    }
    return true;
}

// RFC 3629 section 4.
bool Utf8Checker::feed_byte(std::uint8_t byte) {
    if (missing_ > 0) {
        if (byte < low_ || byte > high_) return false;
        --missing_;
        low_ = 0x80;
        high_ = 0xBF;
        return true;
    }
    if (byte < 0x80) return true;
    if (byte < 0xC2 || byte > 0xF4) return false;
    missing_ = byte < 0xE0 ? 1 : byte < 0xF0 ? 2 : 3;
    if (byte == 0xE0) low_ = 0xA0;
    if (byte == 0xED) high_ = 0x9F;
    if (byte == 0xF0) low_ = 0x90;
    if (byte == 0xF4) high_ = 0x8F;
    return true;
}

bool is_utf8(std::string_view bytes) {
    Utf8Checker checker;
    return checker.feed(bytes) && checker.complete();
}

std::size_t count_code_points(std::string_view text) {
    return static_cast<std::size_t>(std::count_if(
        text.begin(), text.end(), [](char c) { return (static_cast<std::uint8_t>(c) & 0xC0U) != 0x80U; }));
}

char32_t next_code_point(std::string_view& text) {
    const auto byte = [&](std::size_t i) { return static_cast<char32_t>(static_cast<std::uint8_t>(text[i])); };
    const char32_t first = byte(0);
    const std::size_t size = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
    char32_t value = size == 1 ? first : first & (0xFFU >> (size + 1));
    for (std::size_t i = 1; i < size; ++i) value = (value << 6U) | (byte(i) & 0x3FU);
    text.remove_prefix(size);
    return value;
}

}  // namespace papo
