// Turns the options into the limits of each part of the server.
#pragma once

#include "papo/chat/hub.h"
#include "papo/config/config.h"
#include "papo/net/acceptor.h"
#include "papo/ops/address_gate.h"
#include "papo/store/database.h"

namespace papo::server {

// Raises the process's soft limit on descriptors to the hard one and returns it. Call before restrict_calls().
std::uint32_t raise_descriptor_limit();
// `descriptors`: the process's limit, from which the default follows; reserves descriptors for uploads.
net::ConnectionLimits connection_limits(const config::Config& config, std::uint32_t descriptors);
chat::HubLimits hub_limits(const config::Config& config);
ops::GateLimits gate_limits(const config::Config& config);
store::Retention retention(const config::Config& config);

}  // namespace papo::server
