#include "papo/app/origin.h"

#include <algorithm>

#include "papo/base/text.h"

namespace papo::app {
namespace {

// host:port without the port that `scheme` implies.
std::string without_default_port(std::string authority, std::string_view scheme) {
    const std::string_view port = scheme == "https" ? ":443" : ":80";
    if (authority.size() > port.size() && std::string_view(authority).substr(authority.size() - port.size()) == port) {
        authority.resize(authority.size() - port.size());
    }
    return authority;
}

}  // namespace

bool origin_allowed(std::string_view origin, std::string_view host, std::span<const std::string> allowed) {
    const auto given = ascii_lower(origin);
    const auto listed = [&](const std::string& one) { return one == "*" || one == given; };
    if (std::any_of(allowed.begin(), allowed.end(), listed)) return true;
    const auto end_of_scheme = given.find("://");
    if (end_of_scheme == std::string::npos) return false;
    const auto scheme = given.substr(0, end_of_scheme);
    if (scheme != "http" && scheme != "https") return false;
    return without_default_port(given.substr(end_of_scheme + 3), scheme) ==
           without_default_port(ascii_lower(host), scheme);
}

}  // namespace papo::app
