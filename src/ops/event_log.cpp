#include "papo/ops/event_log.h"

#include <algorithm>

namespace papo::ops {

void EventLog::note(spdlog::level::level_enum level, std::string_view event, std::string_view detail, Now now,
                    std::uint64_t times) {
    if (times == 0 || !log_->should_log(level)) return;
    const auto is_same = [&](const Event& each) { return each.words == event; };
    auto at = std::find_if(events_.begin(), events_.end(), is_same);
    if (at == events_.end() && events_.size() >= max_events) {
        at = events_.end() - 1;
        if (!at->words.empty()) {  // the last place becomes the count of all further events
            say_more(*at, now);
            *at = {{}, spdlog::level::warn, now.mono_ms, 0};
        }
    }
    if (at != events_.end()) return count(*at, times);
    events_.push_back({std::string(event), level, now.mono_ms, 0});
    if (detail.empty()) {
        log_->log(level, "{}", event);
    } else {
        log_->log(level, "{}: {}", event, detail);
    }
    next_ = std::min(next_, now.mono_ms + window_ms);
    if (times > 1) count(events_.back(), times - 1);
}

void EventLog::count(Event& event, std::uint64_t times) {
    event.more += times;
    next_ = std::min(next_, event.since_ms + window_ms);
}

void EventLog::say_more(const Event& event, Now now) {
    if (event.more == 0) return;
    const auto seconds = (now.mono_ms - event.since_ms + 999) / 1000;
    if (event.words.empty()) {
        log_->log(event.level, "… and {} more of other kinds in the last {} s", event.more, seconds);
    } else {
        log_->log(event.level, "{}: … and {} more like it in the last {} s", event.words, event.more, seconds);
    }
}

void EventLog::tick(Now now) {
    if (now.mono_ms < next_) return;
    next_ = INT64_MAX;
    for (auto& event : events_) {
        if (now.mono_ms - event.since_ms >= window_ms && event.more > 0) {
            say_more(event, now);
            event.since_ms = now.mono_ms;
            event.more = 0;
        }
    }
    std::erase_if(events_, [&](const Event& event) { return now.mono_ms - event.since_ms >= window_ms; });
    for (const auto& event : events_) next_ = std::min(next_, event.since_ms + window_ms);
}

void EventLog::finish(Now now) {
    for (const auto& event : events_) say_more(event, now);
    events_.clear();
    next_ = INT64_MAX;
}

}  // namespace papo::ops
