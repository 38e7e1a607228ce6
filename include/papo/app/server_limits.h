// What the options say about amounts, as each part of the server wants to hear it.
#pragma once

#include "papo/app/address_gate.h"
#include "papo/app/config.h"
#include "papo/chat/hub.h"
#include "papo/net/reactor.h"
#include "papo/store/database.h"

namespace papo::app {

// Raises the process's soft limit on descriptors to the hard one and gives it. Not when calls are restricted.
std::uint32_t raise_descriptor_limit();
// `descriptors`: as many as there may be, by which the default goes; uploads keep theirs.
net::ConnectionLimits connection_limits(const Config& config, std::uint32_t descriptors);
chat::HubLimits hub_limits(const Config& config);
GateLimits gate_limits(const Config& config);
store::Retention retention(const Config& config);

}  // namespace papo::app
