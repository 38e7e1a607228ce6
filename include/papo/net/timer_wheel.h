// Deadlines of many connections: arming, moving and disarming cost the same however many there are (a hashed wheel,
// Varghese and Lauck). A timer never fires early, and late by at most one slot's width and the loop's turn.
#pragma once

#include <array>
#include <cstdint>

namespace papo::net {

// A link in a ring; disarms itself when it goes.
class Timer {
public:
    explicit Timer(std::uint64_t owner = 0) : owner_(owner) {}
    ~Timer() { disarm(); }
    Timer(const Timer&) = delete;
    Timer& operator=(const Timer&) = delete;

    void disarm();
    // Whose timer it is; of no meaning to the wheel.
    std::uint64_t owner() const { return owner_; }

private:
    friend class TimerWheel;

    Timer* next_ = nullptr;
    Timer* before_ = nullptr;
    std::int64_t deadline_ms_ = 0;
    std::uint64_t owner_;
};

class TimerWheel {
public:
    static constexpr std::int64_t slot_ms = 16;
    static constexpr std::size_t slots = 4096;  // once around is 65 s; what is further passes by until it is due

    static constexpr std::int64_t looked_ahead = 64;  // slots

    explicit TimerWheel(std::int64_t now_ms);

    // (Re)arms: fires in the first advance() whose time is at or past the deadline.
    void arm(Timer& timer, std::int64_t deadline_ms);
    // A time by which advance() should be called: not after the first deadline, nor after `latest_ms`. Looks one
    // second ahead, and again once that has passed: most turns find here what an earlier one saw. A server with nothing
    // to do wakes up once a second.
    std::int64_t next_wake_up(std::int64_t latest_ms);

    // Disarms each timer that is due and hands it over; it may be armed again at once.
    template <typename Fire>
    void advance(std::int64_t now_ms, Fire fire) {
        for (auto tick = tick_; tick <= now_ms / slot_ms && tick < tick_ + static_cast<std::int64_t>(slots); ++tick) {
            fire_slot(ring(tick), now_ms, fire);
        }
        tick_ = now_ms / slot_ms;
        if (none_before_ms_ <= now_ms) none_before_ms_ = unknown;
    }

private:
    Timer& ring(std::int64_t tick) { return rings_[static_cast<std::size_t>(tick) % slots]; }
    static void link(Timer& ring, Timer& timer);
    static void move_all(Timer& from, Timer& to);

    template <typename Fire>
    void fire_slot(Timer& slot, std::int64_t now_ms, Fire& fire) {
        // Onto a ring of their own first: what `fire` arms may come into this slot again.
        Timer due;
        make_ring(due);
        move_all(slot, due);
        while (due.next_ != &due) {
            Timer& timer = *due.next_;
            timer.disarm();
            if (timer.deadline_ms_ > now_ms) {
                link(slot, timer);
            } else {
                fire(timer);
            }
        }
    }
    static void make_ring(Timer& ring) { ring.next_ = ring.before_ = &ring; }

    std::int64_t look_ahead() const;

    static constexpr std::int64_t unknown = 0;

    std::array<Timer, slots> rings_;
    std::int64_t none_before_ms_ = unknown;  // no deadline is earlier
    std::int64_t tick_;
};

}  // namespace papo::net
