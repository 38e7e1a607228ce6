#include "papo/http/origin.h"

#include <algorithm>
#include <optional>

#include "papo/base/text.h"
#include "papo/proto/authority.h"

namespace papo::http {
namespace {

// Host and port in comparable form; absent if `authority` is malformed or empty.
std::optional<std::pair<std::string, std::uint16_t>> place_of(std::string_view authority, std::uint16_t default_port) {
    const auto parsed = proto::parse_authority(authority);
    if (!parsed || parsed->host.empty()) return std::nullopt;
    return std::pair{ascii_lower(parsed->host), parsed->port.value_or(default_port)};
}

}  // namespace

bool origin_allowed(std::string_view origin, std::string_view host, std::span<const std::string> allowed) {
    const auto given = ascii_lower(origin);
    const auto listed = [&](const std::string& one) { return one == "*" || one == given; };
    if (std::any_of(allowed.begin(), allowed.end(), listed)) return true;
    for (const auto& [scheme, port] : {std::pair{"http://", 80}, std::pair{"https://", 443}}) {
        if (given.rfind(scheme, 0) != 0) continue;
        const auto default_port = static_cast<std::uint16_t>(port);
        const auto from = place_of(std::string_view(given).substr(std::string_view(scheme).size()), default_port);
        return from && from == place_of(host, default_port);
    }
    return false;
}

}  // namespace papo::http
