// Small things done to text: trimming, classes of characters, percent-encoding, numbers.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace papo {

// These six want valid UTF-8.
// Without Unicode White_Space (PropList.txt) at both ends.
std::string_view trim_white_space(std::string_view text);
// Nothing, or nothing but White_Space.
bool is_blank(std::string_view text);
// Cc, U+2028, U+2029 or a bidirectional control: what could disguise a name.
bool has_forbidden_in_name(std::string_view text);
// Format characters (Cf) that show nothing and could hide one name behind another. Joiners are none of them: scripts
// and emoji need them.
bool is_invisible(std::string_view character);
// Cc.
bool has_control(std::string_view text);
// Cc except tab, LF and CR.
bool has_control_except_tab_lf_cr(std::string_view text);

// How many bytes at the front a JSON string has as they are (RFC 8259 section 7): up to a quote, a backslash or a
// control.
std::size_t json_plain_prefix(std::string_view text);

// RFC 3986 section 2.1; absent when a % is not followed by two hex digits.
std::optional<std::string> percent_decode(std::string_view text);
// The same with + for a space, as forms write queries. Parts without = have an empty value.
std::optional<std::vector<std::pair<std::string, std::string>>> parse_query(std::string_view query);

std::string ascii_lower(std::string_view text);
bool iequals(std::string_view a, std::string_view b);
// Digits only; absent when empty, otherwise formed, or too large.
std::optional<std::uint64_t> parse_decimal(std::string_view digits);

}  // namespace papo
