#include "papo/net/timer_wheel.h"

#include <algorithm>

namespace papo::net {

void Timer::disarm() {
    if (next_ == nullptr) return;
    before_->next_ = next_;
    next_->before_ = before_;
    next_ = before_ = nullptr;
}

TimerWheel::TimerWheel(std::int64_t now_ms) : tick_(now_ms / slot_ms) {
    for (auto& ring : rings_) make_ring(ring);
}

void TimerWheel::arm(Timer& timer, std::int64_t deadline_ms) {
    timer.disarm();
    timer.deadline_ms_ = deadline_ms;
    none_before_ms_ = std::min(none_before_ms_, deadline_ms);
    link(ring(std::max(deadline_ms / slot_ms, tick_)), timer);
}

void TimerWheel::link(Timer& ring, Timer& timer) {
    timer.next_ = &ring;
    timer.before_ = ring.before_;
    ring.before_->next_ = &timer;
    ring.before_ = &timer;
}

void TimerWheel::move_all(Timer& from, Timer& to) {
    if (from.next_ == &from) return;
    to.next_ = from.next_;
    to.before_ = from.before_;
    to.next_->before_ = &to;
    to.before_->next_ = &to;
    make_ring(from);
}

std::int64_t TimerWheel::next_wake_up(std::int64_t latest_ms) {
    if (none_before_ms_ == unknown) none_before_ms_ = look_ahead();
    return std::min(latest_ms, none_before_ms_);
}

std::int64_t TimerWheel::look_ahead() const {
    for (auto tick = tick_; tick <= tick_ + looked_ahead; ++tick) {
        const auto& ring = rings_[static_cast<std::size_t>(tick) % slots];
        std::int64_t first = INT64_MAX;
        for (const Timer* t = ring.next_; t != &ring; t = t->next_) first = std::min(first, t->deadline_ms_);
        if (first / slot_ms <= tick) return first;
    }
    return (tick_ + looked_ahead + 1) * slot_ms;
}

}  // namespace papo::net
