// The client's address behind trusted proxies; limits per address count by it.
#pragma once

#include <vector>

#include "papo/net/address.h"
#include "papo/proto/http_request.h"

namespace papo::http {

// The peer, unless the peer is a trusted proxy: then the last address of X-Forwarded-For that is not a trusted proxy.
// Each proxy appends the address it got the request from, so a client can forge everything before that address.
// If all addresses are proxies, the first one counts; if the header is missing or no list of addresses, the peer does.
net::Address client_address(const net::Address& peer, const proto::HttpRequest& request,
                            const std::vector<net::AddressRange>& proxies);

}  // namespace papo::http
