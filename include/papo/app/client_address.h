// Who asks, where proxies stand between: the address that limits per address go by.
#pragma once

#include <vector>

#include "papo/net/address.h"
#include "papo/proto/http_parser.h"

namespace papo::app {

using Proxies = std::vector<net::AddressRange>;

bool is_trusted(const net::Address& address, const Proxies& proxies);

// The peer; but when it is a trusted proxy, the last address of X-Forwarded-For that is none. Each proxy appends whom
// it was asked by, so what stands before that address may be anybody's invention. The peer again when the header is
// missing or not a list of addresses; the first one when proxies are all there is.
net::Address client_address(const net::Address& peer, const proto::HttpRequest& request, const Proxies& proxies);

}  // namespace papo::app
