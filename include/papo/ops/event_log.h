// Logs a repeated event once: the first time at once, then a count every minute that the event goes on. So clients
// cannot make the log grow by more than a few lines a minute. Tells at most 64 events apart.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "papo/base/clock.h"
#include "papo/ops/log.h"

namespace papo::ops {

class EventLog {
public:
    static constexpr std::int64_t window_ms = 60'000;
    static constexpr std::size_t max_events = 64;

    explicit EventLog(Log log) : log_(std::move(log)) {}

    // `event`: the words that identify the event. `detail`: of this occurrence, logged only if it is the first.
    // `times`: the number of occurrences.
    void note(spdlog::level::level_enum level, std::string_view event, std::string_view detail, Now now,
              std::uint64_t times = 1);
    // Logs the counts that are a minute old.
    void tick(Now now);
    // Logs all counts. Call before the process ends.
    void finish(Now now);
    // When to call tick() next, in mono_ms; INT64_MAX if there is nothing to do.
    std::int64_t next_deadline() const { return next_; }

private:
    struct Event {
        std::string words;  // empty: all events beyond max_events
        spdlog::level::level_enum level = spdlog::level::info;
        std::int64_t since_ms = 0;
        std::uint64_t more = 0;  // since the last line
    };
    void count(Event& event, std::uint64_t times);
    void say_more(const Event& event, Now now);

    Log log_;
    std::vector<Event> events_;
    std::int64_t next_ = INT64_MAX;
};

}  // namespace papo::ops
