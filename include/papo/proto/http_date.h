// Dates in HTTP (RFC 9110 section 5.6.7).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace papo::proto {

// "Sun, 06 Nov 1994 08:49:37 GMT", from seconds since 1970.
std::string http_date(std::int64_t seconds);
// Reads the three formats that a recipient must accept; nothing for anything else.
std::optional<std::int64_t> parse_http_date(std::string_view text);

}  // namespace papo::proto
