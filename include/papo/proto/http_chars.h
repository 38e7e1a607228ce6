// Classes of characters in HTTP (RFC 9110 section 5.6).
#pragma once

#include <algorithm>
#include <string_view>

#include "papo/base/text.h"

namespace papo::proto {

constexpr bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

constexpr bool is_alpha(char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

// OWS: white space around values and list elements.
constexpr bool is_blank(char c) {
    return c == ' ' || c == '\t';
}

// tchar: the characters of tokens.
constexpr bool is_tchar(char c) {
    return is_digit(c) || is_alpha(c) || std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
}

// VCHAR: printable ASCII without the space.
constexpr bool is_visible(char c) {
    return c > 0x20 && c < 0x7F;
}

// The characters of a field's value: visible characters, blanks, and bytes above ASCII (obs-text).
constexpr bool is_field_char(char c) {
    const auto byte = static_cast<unsigned char>(c);
    return (byte >= 0x20 && byte != 0x7F) || byte == '\t';
}

constexpr bool is_token(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), is_tchar);
}

constexpr std::string_view trim_blanks(std::string_view text) {
    while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
    while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
    return text;
}

// Removes and returns the first element of a comma-separated list (RFC 9110 section 5.6.1), which may be empty. Only
// for lists without quoted strings.
constexpr std::string_view take_element(std::string_view& list) {
    const auto element = list.substr(0, list.find(','));
    list.remove_prefix(std::min(list.size(), element.size() + 1));
    return trim_blanks(element);
}

// Whether such a list has the token, ignoring case.
inline bool has_element(std::string_view list, std::string_view token) {
    while (!list.empty()) {
        if (iequals(take_element(list), token)) return true;
    }
    return false;
}

}  // namespace papo::proto
