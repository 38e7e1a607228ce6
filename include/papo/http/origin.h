// Which web pages may talk to the server.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace papo::http {

// Whether `origin` (the Origin header, RFC 6454) is the server that the request addresses (`host`, the Host header) or
// one of `allowed` (lower case; "*" for all).
bool origin_allowed(std::string_view origin, std::string_view host, std::span<const std::string> allowed);

}  // namespace papo::http
