// The Prometheus text format: https://prometheus.io/docs/instrumenting/exposition_formats/
#include <string>
#include <string_view>

#include "papo/base/version.h"
#include "papo/ops/metrics.h"

namespace papo::ops {
namespace {

std::string seconds(std::uint64_t us) {
    auto digits = std::to_string(us % 1'000'000);
    digits.insert(0, 6 - digits.size(), '0');
    return std::to_string(us / 1'000'000) + "." + digits;
}

class Page {
public:
    void head(std::string_view type, std::string_view name, std::string_view help) {
        text_.append("# HELP ").append(name).append(" ").append(help).append("\n# TYPE ");
        text_.append(name).append(" ").append(type).append("\n");
    }
    void sample(std::string_view name, std::string_view value) {
        text_.append(name).append(" ").append(value).append("\n");
    }
    void labelled(std::string_view name, std::string_view label, std::string_view is, std::uint64_t value) {
        text_.append(name).append("{").append(label).append("=\"").append(is).append("\"} ");
        text_.append(std::to_string(value)).append("\n");
    }
    void gauge(std::string_view name, std::string_view help, std::uint64_t value) {
        head("gauge", name, help);
        sample(name, std::to_string(value));
    }
    void counter(std::string_view name, std::string_view help, std::uint64_t value) {
        head("counter", name, help);
        sample(name, std::to_string(value));
    }
    void counter_of_seconds(std::string_view name, std::string_view help, std::uint64_t us) {
        head("counter", name, help);
        sample(name, seconds(us));
    }
    void histogram(std::string_view name, std::string_view help, const Histogram& histogram) {
        head("histogram", name, help);
        const auto line = [&](const std::string& suffix, const std::string& value) {
            sample(std::string(name) + suffix, value);
        };
        for (std::uint64_t us = 4; us <= 1'048'576; us *= 4) {
            line("_bucket{le=\"" + seconds(us) + "\"}", std::to_string(histogram.at_most(us)));
        }
        line("_bucket{le=\"+Inf\"}", std::to_string(histogram.count()));
        line("_sum", seconds(histogram.sum()));
        line("_count", std::to_string(histogram.count()));
    }
    std::string take() { return std::move(text_); }

private:
    std::string text_;
};

void add_people(Page& page, const Figures& f) {
    page.head("gauge", "papo_build_info", "The running version.");
    page.sample("papo_build_info{version=\"" + std::string(version) + "\"}", "1");
    const auto& g = f.gauges;
    page.gauge("papo_connections", "Open connections of every kind.", g.connections);
    page.gauge("papo_connections_limit", "As many connections as there may be.", g.max_connections);
    page.gauge("papo_chat_connections", "Open WebSocket connections of the chat.", g.chatters);
    page.gauge("papo_rooms", "Rooms with somebody in them.", g.rooms);
}

void add_traffic(Page& page, const Figures& f) {
    const auto& m = f.metrics;
    page.counter("papo_network_receive_bytes_total", "Bytes read from connections.", f.net.bytes_in);
    page.counter("papo_network_transmit_bytes_total", "Bytes written to connections.", f.net.bytes_out);
    page.counter("papo_http_requests_total", "HTTP requests whose head was read.", m.http_requests);
    page.counter("papo_http_refusals_total", "HTTP requests answered with 4xx or 5xx.", m.http_refusals);
    page.counter("papo_websockets_total", "WebSocket connections of the chat that were opened.", m.websockets_opened);
    page.counter("papo_messages_received_total", "WebSocket messages received.", m.messages_in);
    page.counter("papo_messages_stored_total", "Chat messages stored.", f.storage.messages);
    page.counter("papo_deliveries_total", "Chat messages queued to readers.", m.deliveries);
    page.gauge("papo_queued_bytes", "Bytes that wait to be sent; shared ones count for each reader.", f.gauges.queued);
    page.histogram("papo_turn_seconds", "Time of a turn of the loop, from what was ready to the last write.",
                   f.net.turns);
    page.histogram("papo_fanout_seconds", "The same, of the turns in which messages went out to readers.",
                   f.net.marked_turns);
}

void add_refusals(Page& page, const Figures& f) {
    const auto& m = f.metrics;
    constexpr std::string_view evictions = "papo_evictions_total";
    page.head("counter", evictions, "WebSocket connections that were ended for what they did, or did not do.");
    page.labelled(evictions, "reason", "slow_reader", m.slow_readers);
    page.labelled(evictions, "reason", "protocol_error", m.protocol_errors);
    page.labelled(evictions, "reason", "errors", f.limits.of(Limit::errors));
    page.labelled(evictions, "reason", "no_pong", f.limits.of(Limit::pong_timeout));
    page.labelled(evictions, "reason", "silent", f.limits.of(Limit::silent_timeout));
    constexpr std::string_view errors = "papo_chat_errors_total";
    page.head("counter", errors, "Commands of the chat that were answered with an error.");
    for (std::size_t i = 0; i < m.chat_errors.size(); ++i) {
        page.labelled(errors, "code", to_string(static_cast<chat::ErrorCode>(i)), m.chat_errors[i]);
    }
    constexpr std::string_view refusals = "papo_refusals_total";
    page.head("counter", refusals, "What was refused or cut off because a limit was met.");
    for (std::size_t i = 0; i < static_cast<std::size_t>(Limit::count_); ++i) {
        const auto limit = static_cast<Limit>(i);
        page.labelled(refusals, "reason", to_string(limit), f.limits.of(limit));
    }
}

void add_uploads(Page& page, const Figures& f) {
    const auto& m = f.metrics;
    page.counter("papo_uploads_total", "Files uploaded.", m.uploads);
    page.counter("papo_upload_bytes_total", "Bytes of files uploaded.", m.upload_bytes);
    constexpr std::string_view refusals = "papo_upload_refusals_total";
    page.head("counter", refusals, "Uploads that were refused.");
    for (std::size_t i = 0; i < upload_refusals.size(); ++i) {
        page.labelled(refusals, "reason", upload_refusals[i], m.refused_uploads[i]);
    }
    page.gauge("papo_uploads_active", "Uploads under way.", f.gauges.uploading);
    page.gauge("papo_uploads_stored_bytes", "Bytes of all uploads that are kept, with their previews.",
               f.gauges.stored);
    page.gauge("papo_uploads_disk_free_bytes", "Bytes that are free on the disk of the uploads.",
               f.system.uploads_free);
}

void add_storage(Page& page, const Figures& f) {
    const auto& s = f.storage;
    page.gauge("papo_database_bytes", "Size of the database with its write-ahead log.", f.system.database);
    page.gauge("papo_database_disk_free_bytes", "Bytes that are free on the disk of the database.",
               f.system.database_free);
    page.gauge("papo_journal_unfolded_bytes", "Bytes of the journal that are not in the database yet.",
               f.gauges.unfolded);
    page.counter("papo_journal_bytes_total", "Bytes written to the journal.", s.journal_bytes);
    page.counter("papo_journal_unknown_facts_total", "Facts in the journal that were skipped: a newer papo wrote them.",
                 s.unknown_facts);
    page.histogram("papo_commit_seconds", "Time the loop spent storing what a turn added.", s.commits);
    page.counter("papo_folds_total", "Transactions that moved the journal into the database.", s.folds);
    page.counter_of_seconds("papo_fold_seconds_total", "Time spent in them, beside the loop.", s.fold_us);
    page.counter("papo_checkpoints_total", "Checkpoints of the database.", s.checkpoints);
    page.counter_of_seconds("papo_checkpoint_seconds_total", "Time spent in them, beside the loop.", s.checkpoint_us);
}

// The names are those of Prometheus' client libraries.
void add_process(Page& page, const Figures& f) {
    const auto& s = f.system;
    page.counter_of_seconds("process_cpu_seconds_total", "Processor time, of all threads.", s.cpu_us);
    page.gauge("process_resident_memory_bytes", "Memory in use.", s.resident);
    page.gauge("process_open_fds", "Open descriptors.", s.descriptors);
    page.gauge("process_max_fds", "As many descriptors as there may be.", s.max_descriptors);
    page.head("gauge", "process_start_time_seconds", "When the process began, since 1970.");
    page.sample("process_start_time_seconds", seconds(static_cast<std::uint64_t>(s.started_ms) * 1000));
}

}  // namespace

std::string to_prometheus(const Figures& figures) {
    Page page;
    add_people(page, figures);
    add_traffic(page, figures);
    add_refusals(page, figures);
    add_uploads(page, figures);
    add_storage(page, figures);
    add_process(page, figures);
    return page.take();
}

}  // namespace papo::ops
