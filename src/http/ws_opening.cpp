#include "papo/http/ws_opening.h"

#include <algorithm>

#include "papo/proto/ws_extensions.h"
#include "papo/proto/ws_handshake.h"

namespace papo::http {
namespace {

constexpr std::string_view extensions_header = "sec-websocket-extensions";
constexpr std::string_view protocol_header = "sec-websocket-protocol";
constexpr std::string_view chat_protocol = "papo.v1";

// Without context takeover, one compressed frame serves a whole room, and an idle connection keeps no state. A client
// with a smaller window could not read that frame, so it gets uncompressed ones.
constexpr proto::DeflatePolicy chat_policy{false, false, 15};
constexpr proto::DeflatePolicy echo_policy{true, true, 9};

std::vector<std::string> offered_protocols(const proto::HttpRequest& request) {
    return proto::parse_tokens(joined_headers(request, protocol_header)).value_or(std::vector<std::string>{});
}

std::optional<proto::DeflateTerms> agree(const proto::HttpRequest& request, const proto::DeflatePolicy& policy) {
    const auto offers = proto::parse_extensions(joined_headers(request, extensions_header));
    return offers ? proto::accept_deflate(*offers, policy) : std::nullopt;
}

}  // namespace

std::string joined_headers(const proto::HttpRequest& request, std::string_view lowercase_name) {
    std::string list;
    for (const auto& header : request.headers) {
        if (header.name != lowercase_name) continue;
        if (!list.empty()) list += ", ";
        list += header.value;
    }
    return list;
}

bool has_readable_offers(const proto::HttpRequest& request) {
    return proto::parse_extensions(joined_headers(request, extensions_header)) &&
           proto::parse_tokens(joined_headers(request, protocol_header));
}

Opening agree_on_chat(const proto::HttpRequest& request, const config::Config& config, bool text) {
    Opening opening;
    const auto protocols = offered_protocols(request);
    if (std::find(protocols.begin(), protocols.end(), chat_protocol) != protocols.end()) {
        opening.protocol = chat_protocol;
    }
    if (config.compress && !text) opening.deflate = agree(request, chat_policy);
    return opening;
}

// The echo shares no frames between clients, so it takes each client's preferred terms.
Opening agree_on_echo(const proto::HttpRequest& request, const config::Config& config) {
    Opening opening;
    if (auto protocols = offered_protocols(request); !protocols.empty()) opening.protocol = protocols.front();
    if (config.compress) opening.deflate = agree(request, echo_policy);
    return opening;
}

std::string switching_protocols(const proto::HttpRequest& request, const Opening& opening) {
    std::string head =
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: " +
        proto::accept_key(joined_headers(request, "sec-websocket-key")) + "\r\n";
    if (!opening.protocol.empty()) head += "Sec-WebSocket-Protocol: " + opening.protocol + "\r\n";
    if (opening.deflate) head += "Sec-WebSocket-Extensions: " + proto::to_header(*opening.deflate) + "\r\n";
    return head + "\r\n";
}

}  // namespace papo::http
