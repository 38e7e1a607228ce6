// What the options say about amounts, as each part of the server wants to hear it.
#pragma once

#include "papo/chat/hub.h"
#include "papo/config/config.h"
#include "papo/net/acceptor.h"
#include "papo/ops/address_gate.h"
#include "papo/store/database.h"

namespace papo::server {

// Raises the process's soft limit on descriptors to the hard one and gives it. Not when calls are restricted.
std::uint32_t raise_descriptor_limit();
// `descriptors`: as many as there may be, by which the default goes; uploads keep theirs.
net::ConnectionLimits connection_limits(const config::Config& config, std::uint32_t descriptors);
chat::HubLimits hub_limits(const config::Config& config);
ops::GateLimits gate_limits(const config::Config& config);
store::Retention retention(const config::Config& config);

}  // namespace papo::server
