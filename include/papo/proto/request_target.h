// Parses a request target (RFC 9112 section 3.2) in any of its four forms.
#pragma once

#include <optional>
#include <string_view>

namespace papo::proto {

// The parts view the target.
struct RequestTarget {
    std::string_view path;                      // still percent-encoded; "*" for the server, empty for CONNECT
    std::string_view query;                     // without the ?
    std::optional<std::string_view> authority;  // of an absolute or authority form
};

// Nothing when the target is malformed, or its form does not fit the method.
std::optional<RequestTarget> parse_target(std::string_view method, std::string_view target);

}  // namespace papo::proto
