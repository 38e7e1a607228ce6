// What happens again and again, said once: the first time at once, and then, every minute that it goes on, how often.
// So whatever clients do, the log grows by a few lines a minute. At most 64 events are told apart at a time.
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

    // `event` says what it is, the same words for the same; `detail` is of this one, and is said if it is the first.
    // `times`: so often at once.
    void note(spdlog::level::level_enum level, std::string_view event, std::string_view detail, Now now,
              std::uint64_t times = 1);
    // Says what has been counted for a minute.
    void tick(Now now);
    // Says all that has been counted, before the end.
    void finish(Now now);
    // mono_ms of the next tick that has something to do; INT64_MAX when none has.
    std::int64_t next_deadline() const { return next_; }

private:
    struct Event {
        std::string words;  // empty: those for which there was no room
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
