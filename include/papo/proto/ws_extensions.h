// A client's offers in the opening handshake: extensions (RFC 6455 section 9.1), of which only permessage-deflate is
// supported (RFC 7692 section 7.1), and subprotocols (RFC 6455 section 11.3.4).
// Headers of the same name must be joined by commas first.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "papo/proto/ws_deflate.h"

namespace papo::proto {

struct ExtensionParameter {
    std::string name;
    std::optional<std::string> value;  // unquoted
};

struct ExtensionOffer {
    std::string name;
    std::vector<ExtensionParameter> parameters;
};

// Both functions return nothing when the list is malformed.
std::optional<std::vector<ExtensionOffer>> parse_extensions(std::string_view list);
std::optional<std::vector<std::string>> parse_tokens(std::string_view list);

// The server's side of the negotiation.
struct DeflatePolicy {
    bool server_takeover = true;       // unless the client forbids it
    bool client_takeover = true;       // unless the client renounces it
    int least_server_window_bits = 9;  // decline offers of fewer; zlib supports no fewer than 9
};

// The terms of the first acceptable offer of permessage-deflate; nothing when none is acceptable.
std::optional<DeflateTerms> accept_deflate(std::span<const ExtensionOffer> offers, const DeflatePolicy& policy);
// The value of Sec-WebSocket-Extensions for the terms.
std::string to_header(const DeflateTerms& terms);

}  // namespace papo::proto
