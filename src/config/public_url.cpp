#include "papo/config/public_url.h"

#include <algorithm>

#include "papo/base/text.h"
#include "papo/proto/authority.h"
#include "papo/proto/http_chars.h"

namespace papo::config {
namespace {

constexpr std::size_t max_length = 256;  // bytes; a longer one fits into no invitation

bool is_path_char(char c) {
    return proto::is_digit(c) || proto::is_alpha(c) ||
           std::string_view("/-._~!$&'()*+,;=:@%").find(c) != std::string_view::npos;
}

// RFC 6454 section 6.1: browsers leave out the port that the scheme has anyway.
std::string origin_of(std::string_view scheme, const proto::Authority& authority) {
    const int usual = scheme == "https://" ? 443 : 80;
    auto origin = ascii_lower(std::string(scheme) + std::string(authority.host));
    if (authority.port && *authority.port != usual) origin += ":" + std::to_string(*authority.port);
    return origin;
}

}  // namespace

std::optional<PublicUrl> parse_public_url(std::string_view text) {
    if (text.size() > max_length) return std::nullopt;
    const auto scheme_end = text.find("://");
    if (scheme_end == std::string_view::npos) return std::nullopt;
    const auto scheme = ascii_lower(text.substr(0, scheme_end + 3));
    if (scheme != "http://" && scheme != "https://") return std::nullopt;
    const auto rest = text.substr(scheme.size());
    const auto path_begin = std::min(rest.find('/'), rest.size());
    auto path = rest.substr(path_begin);
    while (!path.empty() && path.back() == '/') path.remove_suffix(1);
    const auto authority = proto::parse_authority(rest.substr(0, path_begin));
    if (!authority || authority->host.empty() || !std::all_of(path.begin(), path.end(), is_path_char))
        return std::nullopt;
    const auto place = std::string(rest.substr(0, path_begin));
    return PublicUrl{scheme + place + std::string(path), origin_of(scheme, *authority), std::string(authority->host)};
}

}  // namespace papo::config
