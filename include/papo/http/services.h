// What all HTTP connections share. The server owns all of it and outlives every connection.
#pragma once

#include <functional>

#include "papo/config/config.h"
#include "papo/http/host_guard.h"
#include "papo/http/static_files.h"
#include "papo/ops/address_gate.h"
#include "papo/ops/metrics.h"
#include "papo/store/log_storage.h"
#include "papo/talk/services.h"
#include "papo/uploads/upload.h"
#include "papo/uploads/upload_store.h"

namespace papo::http {

struct Services {
    const config::Config& config;
    const HostGuard& host_guard;
    StaticFiles& files;
    const uploads::UploadStore& uploads;
    const uploads::UploadRules& upload_rules;
    uploads::UploadSpace& upload_space;
    ops::AddressGate& gate;
    ops::Metrics& metrics;
    store::LogStorage& storage;
    chat::Hub& hub;
    // `all`: with the figures that are slow to get, such as the count of descriptors.
    std::function<ops::Figures(bool all)> figures;
    // For the protocol that an upgrade to WebSocket begins.
    const talk::Services& talk;
};

// Marks the tickets of HTTP requests to the storage; the hub's tickets stay below this bit.
constexpr chat::Ticket ticket_mark = chat::Ticket{1} << 63U;

}  // namespace papo::http
