// What a client offers in its opening handshake beside the WebSocket itself: extensions (RFC 6455 section 9.1), of
// which permessage-deflate is understood (RFC 7692 section 7.1), and subprotocols (RFC 6455 section 11.3.4).
// Several headers of one name are read as one, joined by commas.
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

// Both absent when the list is malformed.
std::optional<std::vector<ExtensionOffer>> parse_extensions(std::string_view list);
std::optional<std::vector<std::string>> parse_tokens(std::string_view list);

// What the server makes of a client's offer.
struct DeflatePolicy {
    bool server_takeover = true;       // where the client does not mind
    bool client_takeover = true;       // the same
    int least_server_window_bits = 9;  // offers of fewer are declined; 9 is the least that zlib can do
};

// The terms of the first offer of permessage-deflate that can be taken to the letter; absent when none can.
std::optional<DeflateTerms> accept_deflate(std::span<const ExtensionOffer> offers, const DeflatePolicy& policy);
// The value of Sec-WebSocket-Extensions that says so.
std::string to_header(const DeflateTerms& terms);

}  // namespace papo::proto
