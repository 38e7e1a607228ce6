// References that all WebSocket protocols share. The server owns the objects and outlives every connection.
#pragma once

#include <functional>
#include <vector>

#include "papo/chat/hub.h"
#include "papo/config/config.h"
#include "papo/ops/address_gate.h"
#include "papo/ops/metrics.h"
#include "papo/ops/reach.h"
#include "papo/talk/tokens.h"
#include "papo/talk/wire.h"

namespace papo::talk {

struct Services {
    const config::Config& config;
    chat::Hub& hub;
    ops::Metrics& metrics;
    ops::AddressGate& gate;
    ops::Reach& reach;
    const Tokens& tokens;
    const WelcomeLimits& welcome_limits;
    // Connections whose next command waits for a password job or the storage; the server resumes them afterwards.
    std::vector<chat::ConnId>& waiting;
    // Back-pressure: whether the storage takes no more commands at the moment.
    std::function<bool()> must_wait;
};

}  // namespace papo::talk
