// Interprets a complete request head: target, host, framing, and persistence of the connection (RFC 9112 sections 3, 6
// and 9).
#pragma once

#include <optional>
#include <string_view>

#include "papo/proto/http_request.h"

namespace papo::proto {

// Sets the other fields of `request` from its method, target, minor and header lines as received. Returns an error when
// the request must be refused.
std::optional<ProtocolError> understand_head(HttpRequest& request);

// A 400 with its reason.
ProtocolError malformed(std::string_view why);

}  // namespace papo::proto
