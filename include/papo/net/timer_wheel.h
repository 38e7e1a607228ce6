// Deadlines of many connections in a hashed timing wheel (Varghese and Lauck): arming, moving and disarming take
// constant time. A timer never fires early, and at most one slot's width and one turn of the loop late.
#pragma once

#include <array>
#include <cstdint>

namespace papo::net {

// A link in a slot's ring; its destructor disarms it.
class Timer {
public:
    explicit Timer(std::uint64_t owner = 0) : owner_(owner) {}
    ~Timer() { disarm(); }
    Timer(const Timer&) = delete;
    Timer& operator=(const Timer&) = delete;

    void disarm();
    // A key for the wheel's user; the wheel ignores it.
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
    static constexpr std::size_t slots = 4096;  // one round is 65 s; a later deadline stays for several rounds

    static constexpr std::int64_t looked_ahead = 64;  // slots

    explicit TimerWheel(std::int64_t now_ms);

    // Arms or moves a timer: it fires in the first advance() at or after the deadline.
    void arm(Timer& timer, std::int64_t deadline_ms);
    // The time of the next advance(): at the latest the first deadline or `latest_ms`. Searches one second ahead and
    // remembers the result, so most turns search nothing; an idle server therefore wakes up once a second.
    std::int64_t next_wake_up(std::int64_t latest_ms);

    // Disarms each due timer and passes it to `fire`, which may arm it again.
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
        // A separate ring, because timers that `fire` arms may enter this slot again.
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
