#include "papo/app/json_text.h"

#include <array>
#include <charconv>
#include <cstring>

namespace papo::app {
namespace {

bool must_escape(char c) {
    return static_cast<unsigned char>(c) < 0x20 || c == '"' || c == '\\';
}

void append_escaped(std::string& out, char c) {
    static constexpr std::string_view hex = "0123456789abcdef";
    switch (c) {
    case '"': out += "\\\""; return;
    case '\\': out += "\\\\"; return;
    case '\n': out += "\\n"; return;
    case '\r': out += "\\r"; return;
    case '\t': out += "\\t"; return;
    default: break;
    }
    const auto byte = static_cast<unsigned char>(c);
    out += "\\u00";
    out += hex[byte >> 4];
    out += hex[byte & 15U];
}

// Whether any of eight bytes must be escaped. What is less than n borrows into its highest bit when n is taken away.
bool any_must_escape(std::uint64_t bytes) {
    constexpr std::uint64_t ones = 0x0101010101010101ULL;
    const auto less_than = [](std::uint64_t value, std::uint64_t n) { return (value - ones * n) & ~value; };
    const auto found =
        less_than(bytes, 0x20) | less_than(bytes ^ (ones * '"'), 1) | less_than(bytes ^ (ones * '\\'), 1);
    return (found & (ones << 7U)) != 0;
}

}  // namespace

std::size_t plain_prefix(std::string_view text) {
    std::size_t at = 0;
    for (; at + 8 <= text.size(); at += 8) {
        std::uint64_t word = 0;
        std::memcpy(&word, text.data() + at, 8);
        if (any_must_escape(word)) break;
    }
    while (at < text.size() && !must_escape(text[at])) ++at;
    return at;
}

void append_json_string(std::string& out, std::string_view text) {
    out += '"';
    for (;;) {
        const auto plain = plain_prefix(text);
        out.append(text.substr(0, plain));
        if (plain == text.size()) break;
        append_escaped(out, text[plain]);
        text.remove_prefix(plain + 1);
    }
    out += '"';
}

void append_number(std::string& out, std::uint64_t number) {
    std::array<char, 20> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
    out.append(digits.data(), end);
}

}  // namespace papo::app
