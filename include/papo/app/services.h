// What the sessions of one server share. Owned by the Server, which outlives every session.
#pragma once

#include <functional>
#include <vector>

#include "papo/app/config.h"
#include "papo/app/log.h"
#include "papo/app/metrics.h"
#include "papo/app/static_files.h"
#include "papo/app/tokens.h"
#include "papo/app/upload.h"
#include "papo/app/upload_store.h"
#include "papo/app/wire.h"
#include "papo/chat/hub.h"
#include "papo/chat/storage.h"

namespace papo::app {

struct Services {
    const Config& config;
    const StaticFiles& files;
    const UploadStore& uploads;
    const UploadRules& upload_rules;
    const WelcomeLimits& welcome_limits;
    const Tokens& tokens;
    chat::Storage& storage;
    chat::Hub& hub;
    Metrics& metrics;
    const Log& log;
    // Connections whose next command waits for a password job; the server resumes them when it is done.
    std::vector<chat::ConnId>& waiting;
    std::function<std::size_t()> open_connections;
};

}  // namespace papo::app
