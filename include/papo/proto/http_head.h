// What a request's head means once it is whole: target, host, framing, and what becomes of the connection (RFC 9112
// sections 3, 6 and 9).
#pragma once

#include <optional>
#include <string_view>

#include "papo/proto/http_request.h"

namespace papo::proto {

// Fills in what the head says: `request` has method, target, minor and the header lines as they came. What is given is
// why it must be refused.
std::optional<ProtocolError> understand_head(HttpRequest& request);

// 400, in words.
ProtocolError malformed(std::string_view why);

}  // namespace papo::proto
