// Functions on text: trimming, classes of characters, percent-encoding, numbers.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace papo {

// The next six functions require valid UTF-8.
// Removes Unicode White_Space (PropList.txt) at both ends.
std::string_view trim_white_space(std::string_view text);
// Whether the text is empty or only White_Space.
bool is_blank(std::string_view text);
// Whether the text has a character that could disguise a name: Cc, U+2028, U+2029 or a bidirectional control.
bool has_forbidden_in_name(std::string_view text);
// Whether it is an invisible format character (Cf), which could make two names look alike. Joiners are not included:
// scripts and emoji need them.
bool is_invisible(std::string_view character);
// Whether the text has a control character (Cc).
bool has_control(std::string_view text);
// As has_control(), but allows tab, LF and CR.
bool has_control_except_tab_lf_cr(std::string_view text);

// How many bytes at the front need no escaping in a JSON string (RFC 8259 section 7): up to a quote, a backslash or a
// control character.
std::size_t json_plain_prefix(std::string_view text);

// RFC 3986 section 2.1; nothing when two hex digits do not follow a %.
std::optional<std::string> percent_decode(std::string_view text);
// Decodes a query as forms write it, with + for a space; nothing when percent-decoding fails. A part without = has an
// empty value.
std::optional<std::vector<std::pair<std::string, std::string>>> parse_query(std::string_view query);

std::string ascii_lower(std::string_view text);
bool iequals(std::string_view a, std::string_view b);
// Reads digits only; nothing when the text is empty, has other characters, or is too large.
std::optional<std::uint64_t> parse_decimal(std::string_view digits);

}  // namespace papo
