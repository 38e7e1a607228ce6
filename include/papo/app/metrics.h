// Counters of one server, and their text for /metrics (Prometheus exposition format 0.0.4).
#pragma once

#include <cstdint>
#include <string>

#include "papo/base/histogram.h"
#include "papo/base/limit.h"

namespace papo::app {

struct Metrics {
    std::uint64_t http_requests = 0;
    std::uint64_t http_refusals = 0;
    std::uint64_t websockets_opened = 0;
    std::uint64_t messages_in = 0;
    std::uint64_t deliveries = 0;
    std::uint64_t slow_readers = 0;
    std::uint64_t uploads = 0;
    std::uint64_t upload_bytes = 0;
    LimitCounts limits;
};

// What is so at this moment.
struct Gauges {
    std::uint64_t connections = 0;
    std::uint64_t chatters = 0;  // WebSocket connections of the chat
    std::uint64_t rooms = 0;     // with somebody in them
    std::uint64_t unfolded = 0;  // bytes of the journal
};

// What the storage has done so far.
struct StorageFigures {
    const Histogram& commits;  // µs
    std::uint64_t messages = 0;
    std::uint64_t journal_bytes = 0;
    std::uint64_t folds = 0;
    std::uint64_t fold_us = 0;
    std::uint64_t checkpoints = 0;
    std::uint64_t checkpoint_us = 0;
};

std::string to_prometheus(const Metrics& metrics, const Gauges& gauges, const StorageFigures& storage);

}  // namespace papo::app
