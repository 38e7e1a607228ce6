#include "papo/proto/authority.h"

#include <arpa/inet.h>

#include <algorithm>
#include <charconv>
#include <string>

#include "papo/proto/http_chars.h"

namespace papo::proto {
namespace {

// RFC 3986 section 3.2.2: reg-name, which includes IPv4 addresses. Percent-encoding stays encoded.
bool is_name_char(char c) {
    return is_digit(c) || is_alpha(c) || std::string_view("-._~!$&'()*+,;=%").find(c) != std::string_view::npos;
}

bool is_ipv6(std::string_view text) {
    in6_addr address{};
    return text.size() < INET6_ADDRSTRLEN && ::inet_pton(AF_INET6, std::string(text).c_str(), &address) == 1;
}

bool is_name(std::string_view text) {
    if (!std::all_of(text.begin(), text.end(), is_name_char)) return false;
    const auto is_hex = [](char c) { return is_digit(c) || (c >= 'A' && c <= 'F') || (c >= 'a' && c <= 'f'); };
    for (auto at = text.find('%'); at != std::string_view::npos; at = text.find('%', at + 1)) {
        if (at + 2 >= text.size() || !is_hex(text[at + 1]) || !is_hex(text[at + 2])) return false;
    }
    return true;
}

}  // namespace

std::optional<Authority> parse_authority(std::string_view text) {
    Authority authority;
    if (!text.empty() && text.front() == '[') {
        const auto end = text.find(']');
        if (end == std::string_view::npos || !is_ipv6(text.substr(1, end - 1))) return std::nullopt;
        authority.host = text.substr(0, end + 1);
    } else {
        authority.host = text.substr(0, text.find(':'));
        if (!is_name(authority.host)) return std::nullopt;
    }
    text.remove_prefix(authority.host.size());
    if (text.empty()) return authority;
    if (text.front() != ':') return std::nullopt;
    text.remove_prefix(1);
    if (text.empty()) return authority;  // an empty port means no port (RFC 3986 section 6.2.3)
    std::uint16_t port = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    authority.port = port;
    return authority;
}

}  // namespace papo::proto
