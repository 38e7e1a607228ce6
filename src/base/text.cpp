#include "papo/base/text.h"

#include <algorithm>
#include <charconv>
#include <cstring>

#include "papo/base/utf8.h"

namespace papo {
namespace {

bool is_white_space(char32_t c) {
    return (c >= 0x09 && c <= 0x0D) || c == 0x20 || c == 0x85 || c == 0xA0 || c == 0x1680 ||
           (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x3000;
}

bool is_control(char32_t c) {
    return c < 0x20 || (c >= 0x7F && c <= 0x9F);
}

// Bidi_Control (PropList.txt).
bool is_bidi_control(char32_t c) {
    return c == 0x061C || c == 0x200E || c == 0x200F || (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
}

template <typename Predicate>
bool any_code_point(std::string_view text, Predicate predicate) {
    while (!text.empty()) {
        if (predicate(next_code_point(text))) return true;
    }
    return false;
}

// The next two functions test eight bytes at once for a byte of a kind, which sets its highest bit. A borrow or carry
// from the lowest such byte can only change the bytes above it, so the result is right.
constexpr std::uint64_t ones = 0x0101010101010101ULL;
constexpr std::uint64_t highest_bits = ones << 7U;

bool any_but_printable_ascii(std::uint64_t bytes) {
    return ((bytes | (bytes - ones * 0x20) | (bytes + ones)) & highest_bits) != 0;
}

bool any_escaped_in_json(std::uint64_t bytes) {
    const auto less_than = [](std::uint64_t value, std::uint64_t n) { return (value - ones * n) & ~value; };
    const auto found =
        less_than(bytes, 0x20) | less_than(bytes ^ (ones * '"'), 1) | less_than(bytes ^ (ones * '\\'), 1);
    return (found & highest_bits) != 0;
}

// The length of the longest prefix of whole eight-byte groups for which `any` is false.
template <typename Any>
std::size_t prefix_without(std::string_view text, Any any) {
    std::size_t at = 0;
    for (; at + 8 <= text.size(); at += 8) {
        std::uint64_t word = 0;
        std::memcpy(&word, text.data() + at, 8);
        if (any(word)) break;
    }
    return at;
}

// The same for predicates that are false for printable ASCII: skips it quickly, since most texts are mostly ASCII.
template <typename Predicate>
bool any_unusual_code_point(std::string_view text, Predicate predicate) {
    while (!text.empty()) {
        text.remove_prefix(prefix_without(text, any_but_printable_ascii));
        for (int i = 0; i < 8 && !text.empty(); ++i) {
            if (predicate(next_code_point(text))) return true;
        }
    }
    return false;
}

int hex_value(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

std::optional<std::string> decode(std::string_view text, bool plus_is_space) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '%') {
            out += plus_is_space && text[i] == '+' ? ' ' : text[i];
            continue;
        }
        if (i + 2 >= text.size()) return std::nullopt;
        const int high = hex_value(text[i + 1]);
        const int low = hex_value(text[i + 2]);
        if (high < 0 || low < 0) return std::nullopt;
        out += static_cast<char>(high * 16 + low);
        i += 2;
    }
    return out;
}

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

}  // namespace

std::string_view trim_white_space(std::string_view text) {
    std::size_t first = text.size();
    std::size_t end = 0;
    for (auto rest = text; !rest.empty();) {
        const auto at = text.size() - rest.size();
        if (is_white_space(next_code_point(rest))) continue;
        first = std::min(first, at);
        end = text.size() - rest.size();
    }
    return end == 0 ? std::string_view{} : text.substr(first, end - first);
}

bool is_blank(std::string_view text) {
    return !any_code_point(text, [](char32_t c) { return !is_white_space(c); });
}

bool has_forbidden_in_name(std::string_view text) {
    return any_unusual_code_point(
        text, [](char32_t c) { return is_control(c) || c == 0x2028 || c == 0x2029 || is_bidi_control(c); });
}

bool is_invisible(std::string_view character) {
    return any_unusual_code_point(character, [](char32_t c) {
        return c == 0xAD || c == 0x180E || c == 0x200B || (c >= 0x2060 && c <= 0x206F) || c == 0xFEFF ||
               (c >= 0xFFF9 && c <= 0xFFFB);
    });
}

bool has_control(std::string_view text) {
    return any_unusual_code_point(text, is_control);
}

bool has_control_except_tab_lf_cr(std::string_view text) {
    return any_unusual_code_point(text,
                                  [](char32_t c) { return is_control(c) && c != '\t' && c != '\n' && c != '\r'; });
}

std::size_t json_plain_prefix(std::string_view text) {
    auto at = prefix_without(text, any_escaped_in_json);
    while (at < text.size() && static_cast<std::uint8_t>(text[at]) >= 0x20 && text[at] != '"' && text[at] != '\\') ++at;
    return at;
}

std::optional<std::string> percent_decode(std::string_view text) {
    return decode(text, false);
}

std::optional<std::vector<std::pair<std::string, std::string>>> parse_query(std::string_view query) {
    std::vector<std::pair<std::string, std::string>> pairs;
    while (!query.empty()) {
        const auto part = query.substr(0, query.find('&'));
        query.remove_prefix(std::min(query.size(), part.size() + 1));
        if (part.empty()) continue;
        const auto equals = std::min(part.size(), part.find('='));
        auto key = decode(part.substr(0, equals), true);
        auto value = decode(part.substr(std::min(part.size(), equals + 1)), true);
        if (!key || !value) return std::nullopt;
        pairs.emplace_back(std::move(*key), std::move(*value));
    }
    return pairs;
}

std::string ascii_lower(std::string_view text) {
    std::string out(text);
    std::transform(out.begin(), out.end(), out.begin(), lower);
    return out;
}

bool iequals(std::string_view a, std::string_view b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) { return lower(x) == lower(y); });
}

std::optional<std::uint64_t> parse_decimal(std::string_view digits) {
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (error != std::errc{} || end != digits.data() + digits.size()) return std::nullopt;
    return value;
}

}  // namespace papo
