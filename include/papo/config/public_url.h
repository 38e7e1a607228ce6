// The URL that guests open, as whoever runs papo says it (--public-url), when a proxy or a bridge stands in between.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace papo::config {

struct PublicUrl {
    std::string url;     // without a slash at the end
    std::string origin;  // "https://chat.example.org", lower case, as browsers say it
    std::string host;    // "chat.example.org"
};

// Absent when it is not http:// or https:// with a host, and a port and a path if need be, in the characters that
// RFC 3986 section 3.3 has for a path. User information, a query and a fragment are no part of it.
std::optional<PublicUrl> parse_public_url(std::string_view text);

}  // namespace papo::config
