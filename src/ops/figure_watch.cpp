#include "papo/ops/figure_watch.h"

#include <string_view>

namespace papo::ops {
namespace {

constexpr std::int64_t every_ms = 1000;

struct Words {
    spdlog::level::level_enum level = spdlog::level::info;
    std::string_view text;  // empty: not logged
};

// A limit that hurts everybody is a warning; one that a single address or connection reaches is not.
Words words_of(Limit limit) {
    constexpr auto info = spdlog::level::info;
    constexpr auto warn = spdlog::level::warn;
    switch (limit) {
    case Limit::connections: return {warn, "connections are refused: there are as many as --max-connections allows"};
    case Limit::connections_per_address: return {info, "an address has --max-connections-per-address connections"};
    case Limit::rate: return {info, "a connection sends more than --rate allows"};
    case Limit::rate_per_address: return {info, "an address sends more than --rate-per-address allows"};
    case Limit::joins_per_address: return {info, "an address joins more often than --joins-per-address allows"};
    case Limit::passwords: return {info, "a connection has tried --password-tries wrong passwords"};
    case Limit::passwords_per_address: return {warn, "an address guesses at a room's password"};
    case Limit::password_queue: return {warn, "too many passwords wait to be checked"};
    case Limit::password_queue_per_address: return {info, "too many passwords of an address wait to be checked"};
    case Limit::errors: return {info, "a connection was closed after 100 errors in a minute"};
    case Limit::errors_per_address: return {info, "an address errs more often than --errors-per-address allows"};
    case Limit::uploads_per_address: return {info, "an address uploads more often than --uploads-per-address allows"};
    case Limit::uploads_at_once: return {warn, "uploads are refused: --max-uploads are under way"};
    case Limit::uploads_at_once_per_address: return {info, "an address has half of --max-uploads under way"};
    case Limit::rooms: return {warn, "no room can be opened: there are --max-rooms"};
    case Limit::rooms_per_address: return {info, "an address has opened half of --max-rooms"};
    case Limit::rooms_per_connection: return {info, "a connection is in 100 rooms and wants more"};
    case Limit::gone: return {warn, "so many people have gone at once that some cannot come back unnoticed"};
    case Limit::descriptors: return {warn, "descriptors have run out: raise the system's limit (ulimit -n)"};
    case Limit::header_timeout:
    case Limit::body_timeout:
    case Limit::upload_rate:
    case Limit::idle_timeout:
    case Limit::handshake_timeout:
    case Limit::answer_timeout:
    case Limit::pong_timeout:
    case Limit::silent_timeout:
    case Limit::count_: break;
    }
    return {};
}

}  // namespace

void FigureWatch::look(const LimitCounts& limits, const Metrics& metrics, EventLog& events, Now now) {
    for (std::size_t i = 0; i < static_cast<std::size_t>(Limit::count_); ++i) {
        const auto limit = static_cast<Limit>(i);
        const auto words = words_of(limit);
        if (!words.text.empty()) events.note(words.level, words.text, {}, now, limits.of(limit) - limits_.of(limit));
    }
    events.note(spdlog::level::info, "a client was cut off: it read too slowly, past --max-backlog", {}, now,
                metrics.slow_readers - slow_readers_);
    const auto no_space = metrics.upload_refusals_of("no_space");
    events.note(spdlog::level::warn,
                "an upload was refused: the disk is full to --min-free, or --uploads-quota used up", {}, now,
                no_space - no_space_);
    limits_ = limits;
    slow_readers_ = metrics.slow_readers;
    no_space_ = no_space;
    next_ms_ = now.mono_ms + every_ms;
    seen_all_ = true;
}

}  // namespace papo::ops
