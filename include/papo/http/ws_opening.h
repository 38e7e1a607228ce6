// The server's part in the opening handshake of a WebSocket (RFC 6455 section 4.2.2): chooses among the extensions and
// subprotocols that a client offers, and writes the answer.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "papo/config/config.h"
#include "papo/proto/http_request.h"
#include "papo/proto/ws_deflate.h"

namespace papo::http {

// What client and server have agreed on.
struct Opening {
    std::string protocol;  // the subprotocol; empty: none
    std::optional<proto::DeflateTerms> deflate;
};

// All headers of that name as one list; empty if there is none.
std::string joined_headers(const proto::HttpRequest& request, std::string_view lowercase_name);
// Whether the client's offers are well-formed.
bool has_readable_offers(const proto::HttpRequest& request);

// Both require has_readable_offers(). `text`: for a terminal, whose single lines are not worth compressing.
Opening agree_on_chat(const proto::HttpRequest& request, const config::Config& config, bool text);
Opening agree_on_echo(const proto::HttpRequest& request, const config::Config& config);

// The head of the answer to a request that has passed every check.
std::string switching_protocols(const proto::HttpRequest& request, const Opening& opening);

}  // namespace papo::http
