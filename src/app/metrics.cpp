#include "papo/app/metrics.h"

#include <string_view>

#include "papo/app/version.h"

namespace papo::app {
namespace {

void append(std::string& out, std::string_view type, std::string_view name, std::string_view help,
            std::uint64_t value) {
    out.append("# HELP ").append(name).append(" ").append(help).append("\n# TYPE ");
    out.append(name).append(" ").append(type).append("\n").append(name).append(" ");
    out.append(std::to_string(value)).append("\n");
}

std::string seconds(std::uint64_t us) {
    auto digits = std::to_string(us % 1'000'000);
    digits.insert(0, 6 - digits.size(), '0');
    return std::to_string(us / 1'000'000) + "." + digits;
}

void append_seconds(std::string& out, std::string_view name, std::string_view help, std::uint64_t us) {
    out.append("# HELP ").append(name).append(" ").append(help).append("\n# TYPE ");
    out.append(name).append(" counter\n").append(name).append(" ").append(seconds(us)).append("\n");
}

void append_histogram(std::string& out, std::string_view name, std::string_view help, const Histogram& histogram) {
    out.append("# HELP ").append(name).append(" ").append(help).append("\n# TYPE ");
    out.append(name).append(" histogram\n");
    const auto line = [&](std::string_view suffix, const std::string& value) {
        out.append(name).append(suffix).append(" ").append(value).append("\n");
    };
    for (std::uint64_t us = 4; us <= 1'048'576; us *= 4) {
        line("_bucket{le=\"" + seconds(us) + "\"}", std::to_string(histogram.at_most(us)));
    }
    line("_bucket{le=\"+Inf\"}", std::to_string(histogram.count()));
    line("_sum", seconds(histogram.sum()));
    line("_count", std::to_string(histogram.count()));
}

void append_limits(std::string& out, const LimitCounts& counts) {
    out.append("# HELP papo_refusals_total What was refused or cut off because a limit was met.\n");
    out.append("# TYPE papo_refusals_total counter\n");
    for (std::size_t i = 0; i < static_cast<std::size_t>(Limit::count_); ++i) {
        const auto limit = static_cast<Limit>(i);
        out.append("papo_refusals_total{reason=\"").append(to_string(limit)).append("\"} ");
        out.append(std::to_string(counts.of(limit))).append("\n");
    }
}

}  // namespace

std::string to_prometheus(const Metrics& m, const Gauges& g, const StorageFigures& s) {
    std::string out = "# HELP papo_build_info The running version.\n# TYPE papo_build_info gauge\n";
    out.append("papo_build_info{version=\"").append(version).append("\"} 1\n");
    append(out, "gauge", "papo_connections", "Open connections of every kind.", g.connections);
    append(out, "gauge", "papo_chat_connections", "Open WebSocket connections of the chat.", g.chatters);
    append(out, "gauge", "papo_rooms", "Rooms with somebody in them.", g.rooms);
    append(out, "counter", "papo_http_requests_total", "HTTP requests whose head was read.", m.http_requests);
    append(out, "counter", "papo_http_refusals_total", "HTTP requests answered with 4xx or 5xx.", m.http_refusals);
    append(out, "counter", "papo_websockets_total", "WebSocket connections opened.", m.websockets_opened);
    append(out, "counter", "papo_messages_received_total", "WebSocket messages received.", m.messages_in);
    append(out, "counter", "papo_messages_stored_total", "Chat messages stored.", s.messages);
    append(out, "counter", "papo_deliveries_total", "Chat messages queued to readers.", m.deliveries);
    append(out, "counter", "papo_slow_readers_total", "Connections cut off for reading too slowly.", m.slow_readers);
    append(out, "counter", "papo_uploads_total", "Files uploaded.", m.uploads);
    append(out, "counter", "papo_upload_bytes_total", "Bytes of files uploaded.", m.upload_bytes);
    append_limits(out, m.limits);
    append(out, "gauge", "papo_journal_unfolded_bytes", "Bytes of the journal that are not in the database yet.",
           g.unfolded);
    append(out, "counter", "papo_journal_bytes_total", "Bytes written to the journal.", s.journal_bytes);
    append_histogram(out, "papo_commit_seconds", "Time the loop spent storing what a turn added.", s.commits);
    append(out, "counter", "papo_folds_total", "Transactions that moved the journal into the database.", s.folds);
    append_seconds(out, "papo_fold_seconds_total", "Time spent in them, beside the loop.", s.fold_us);
    append(out, "counter", "papo_checkpoints_total", "Checkpoints of the database.", s.checkpoints);
    append_seconds(out, "papo_checkpoint_seconds_total", "Time spent in them, beside the loop.", s.checkpoint_us);
    return out;
}

}  // namespace papo::app
