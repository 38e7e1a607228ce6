// Who asks, where proxies stand between: the address that limits per address go by.
#pragma once

#include <vector>

#include "papo/net/address.h"
#include "papo/proto/http_request.h"

namespace papo::http {

// The peer; but when it is a trusted proxy, the last address of X-Forwarded-For that is none. Each proxy appends whom
// it was asked by, so what stands before that address may be anybody's invention. The peer again when the header is
// missing or not a list of addresses; the first one when proxies are all there is.
net::Address client_address(const net::Address& peer, const proto::HttpRequest& request,
                            const std::vector<net::AddressRange>& proxies);

}  // namespace papo::http
