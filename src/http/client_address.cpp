#include "papo/http/client_address.h"

#include <string>
#include <string_view>

namespace papo::http {
namespace {

// RFC 9110 section 5.3: several lines of one list mean the same as one line, joined by commas.
std::string forwarded_for(const proto::HttpRequest& request) {
    std::string all;
    for (const auto& header : request.headers) {
        if (header.name != "x-forwarded-for") continue;
        if (!all.empty()) all += ',';
        all += header.value;
    }
    return all;
}

std::string_view without_blanks(std::string_view text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
    return text;
}

}  // namespace

net::Address client_address(const net::Address& peer, const proto::HttpRequest& request,
                            const std::vector<net::AddressRange>& proxies) {
    if (!net::contains(proxies, peer)) return peer;
    const auto header = forwarded_for(request);
    auto client = peer;
    for (std::string_view rest = header; !rest.empty();) {
        const auto comma = rest.rfind(',');
        const auto begin = comma == std::string_view::npos ? 0 : comma + 1;
        const auto address = net::Address::parse(without_blanks(rest.substr(begin)));
        if (!address) return peer;
        client = *address;
        if (!net::contains(proxies, client)) break;
        rest = rest.substr(0, begin == 0 ? 0 : comma);
    }
    return client;
}

}  // namespace papo::http
