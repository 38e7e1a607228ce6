// The authority of a Host field or an absolute target: uri-host [ ":" port ] (RFC 3986 section 3.2, RFC 9110
// section 7.2), without user information.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace papo::proto {

struct Authority {
    std::string_view host;              // a name, an IPv4 address, or an IP literal with its brackets; may be empty
    std::optional<std::uint16_t> port;  // absent when not given
};

// The result views `text`; nothing when the text is no authority.
std::optional<Authority> parse_authority(std::string_view text);

}  // namespace papo::proto
