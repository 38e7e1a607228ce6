// What the sessions of one server share. Owned by the Server, which outlives every session.
#pragma once

#include <functional>
#include <vector>

#include "papo/app/address_gate.h"
#include "papo/app/config.h"
#include "papo/app/host_guard.h"
#include "papo/app/log.h"
#include "papo/app/metrics.h"
#include "papo/app/reach.h"
#include "papo/app/static_files.h"
#include "papo/app/tokens.h"
#include "papo/app/upload.h"
#include "papo/app/upload_store.h"
#include "papo/app/wire.h"
#include "papo/chat/hub.h"
#include "papo/store/log_storage.h"

namespace papo::app {

struct Services {
    const Config& config;
    const HostGuard& host_guard;
    StaticFiles& files;
    const UploadStore& uploads;
    const UploadRules& upload_rules;
    UploadSpace& upload_space;
    AddressGate& gate;
    const WelcomeLimits& welcome_limits;
    Reach& reach;
    const Tokens& tokens;
    store::LogStorage& storage;
    chat::Hub& hub;
    Metrics& metrics;
    const Log& log;
    // Connections whose next command waits for a password job or the storage; the server resumes them then.
    std::vector<chat::ConnId>& waiting;
    // `all`: those that take time as well, as counting descriptors does.
    std::function<Figures(bool all)> figures;

    // Nobody's commands can be taken for the moment: the storage lags too far behind, or what was told is being synced.
    bool chat_must_wait() const { return storage.is_congested() || storage.is_unsynced(); }
};

// A ticket for what an HTTP request asks of the storage; the hub's own stay below.
constexpr chat::Ticket http_tickets = chat::Ticket{1} << 63U;

}  // namespace papo::app
