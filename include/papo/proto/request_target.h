// What a request's target names (RFC 9112 section 3.2), whichever of its four forms it has.
#pragma once

#include <optional>
#include <string_view>

namespace papo::proto {

// Views into the target.
struct RequestTarget {
    std::string_view path;                      // still percent-encoded; "*" for the server, empty for CONNECT
    std::string_view query;                     // without the ?
    std::optional<std::string_view> authority;  // of an absolute or authority form
};

// Absent when the target is malformed, or in a form that the method does not go with.
std::optional<RequestTarget> parse_target(std::string_view method, std::string_view target);

}  // namespace papo::proto
