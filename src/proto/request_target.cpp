#include "papo/proto/request_target.h"

#include <algorithm>

#include "papo/base/text.h"
#include "papo/proto/authority.h"

namespace papo::proto {
namespace {

RequestTarget split(std::string_view path_and_query) {
    const auto question = std::min(path_and_query.size(), path_and_query.find('?'));
    return {path_and_query.substr(0, question), path_and_query.substr(std::min(path_and_query.size(), question + 1)),
            std::nullopt};
}

bool names_a_host(std::string_view authority) {
    const auto parsed = parse_authority(authority);  // also refuses user information (RFC 9110 section 4.2.4)
    return parsed && !parsed->host.empty();
}

std::optional<RequestTarget> parse_absolute(std::string_view method, std::string_view target) {
    for (const std::string_view scheme : {"http://", "https://"}) {
        if (!iequals(target.substr(0, scheme.size()), scheme)) continue;
        target.remove_prefix(scheme.size());
        const auto authority = target.substr(0, target.find_first_of("/?"));
        if (!names_a_host(authority)) return std::nullopt;
        auto parsed = split(target.substr(authority.size()));
        parsed.authority = authority;
        // RFC 9112 section 3.2.4: a client's form of OPTIONS * to a proxy.
        if (parsed.path.empty()) parsed.path = method == "OPTIONS" && parsed.query.empty() ? "*" : "/";
        return parsed;
    }
    return std::nullopt;
}

}  // namespace

std::optional<RequestTarget> parse_target(std::string_view method, std::string_view target) {
    if (target.find('#') != std::string_view::npos) return std::nullopt;  // fragments stay with the client
    if (method == "CONNECT") {
        if (!names_a_host(target) || !parse_authority(target)->port) return std::nullopt;
        return RequestTarget{{}, {}, target};
    }
    if (target == "*") return method == "OPTIONS" ? std::optional{RequestTarget{target, {}, {}}} : std::nullopt;
    if (!target.empty() && target.front() == '/') return split(target);
    return parse_absolute(method, target);
}

}  // namespace papo::proto
