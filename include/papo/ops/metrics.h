// The counters of one server, and the text that /metrics (Prometheus text format 0.0.4) and /api/status answer.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "papo/base/histogram.h"
#include "papo/base/limit.h"
#include "papo/chat/events.h"
#include "papo/net/reactor_counts.h"
#include "papo/ops/system_figures.h"

namespace papo::ops {

// The codes of refused uploads; the last one counts all other codes.
inline constexpr std::array<std::string_view, 9> upload_refusals{
    "no_file", "bad_name", "bad_type", "bad_content", "too_large", "no_space", "busy", "storage", "other"};
static_assert(upload_refusals.back() == "other");

struct Metrics {
    void count_upload_refusal(std::string_view code);
    std::uint64_t upload_refusals_of(std::string_view code) const;

    std::uint64_t http_requests = 0;
    std::uint64_t http_refusals = 0;
    std::uint64_t websockets_opened = 0;
    std::uint64_t protocol_errors = 0;  // each ended a WebSocket
    std::uint64_t messages_in = 0;
    std::uint64_t deliveries = 0;
    std::uint64_t slow_readers = 0;
    std::uint64_t uploads = 0;
    std::uint64_t upload_bytes = 0;
    std::array<std::uint64_t, upload_refusals.size()> refused_uploads{};
    std::array<std::uint64_t, static_cast<std::size_t>(chat::ErrorCode::count_)> chat_errors{};  // by code
    LimitCounts limits;
};

// Figures of this moment.
struct Gauges {
    std::uint64_t connections = 0;
    std::uint64_t chatters = 0;  // WebSocket connections of the chat
    std::uint64_t rooms = 0;     // with members
    std::uint64_t queued = 0;    // unsent bytes
    std::uint64_t uploading = 0;
    std::uint64_t stored = 0;    // bytes of all uploads
    std::uint64_t unfolded = 0;  // bytes of the journal
    std::uint64_t max_connections = 0;
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
    std::uint64_t unknown_facts = 0;
};

struct Figures {
    const Metrics& metrics;
    const net::ReactorCounts& net;
    LimitCounts limits;  // of all parts of the server
    Gauges gauges;
    StorageFigures storage;
    SystemFigures system;
};

std::string to_prometheus(const Figures& figures);
// {"version":…,"uptime":…,…}; counters count from the start, times are in µs.
std::string to_status(const Figures& figures, std::int64_t now_ms);

}  // namespace papo::ops
