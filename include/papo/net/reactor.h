// The loop: one thread, one epoll instance, level-triggered. A turn reads, decides, flushes and reaps, in this order:
//   1. each ready connection gets one bounded recv and gives its session the bytes; timers fire
//   2. the turn's hook runs (what was decided is stored and queued)
//   3. each connection with something to say gets one gathered write; EPOLLOUT only for leftovers
//   4. connections marked closed are freed, here and nowhere else
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "papo/base/clock.h"
#include "papo/base/result.h"
#include "papo/net/connection.h"
#include "papo/net/fd.h"
#include "papo/net/listener.h"
#include "papo/net/timer_wheel.h"

namespace papo::net {

class Reactor {
public:
    static Result<std::unique_ptr<Reactor>> create();
    ~Reactor();
    Reactor(const Reactor&) = delete;
    Reactor& operator=(const Reactor&) = delete;

    void add_listener(Listener listener);
    void stop_accepting();
    // Makes the session of a new connection.
    void on_accept(std::function<std::unique_ptr<Session>(Connection&, Now)> make_session);
    // Connections above `count` are sent what `refusal` gives and closed.
    void set_max_connections(std::size_t count, std::function<std::string(Now)> refusal);
    // Another descriptor to watch; not owned.
    void add_source(int fd, std::function<void(Now)> on_readable);
    // Called once a turn, between reading and flushing.
    void on_turn(std::function<void(Now)> hook);

    // Lets the output of every connection go on that hold_output() was called for.
    void release_held();

    // One turn. Waits until something is ready, a timer is due, or `until_mono_ms`.
    void run_once(std::int64_t until_mono_ms);

    // nullptr when it is unknown or freed. Ids are never used again.
    Connection* find(std::uint64_t id) const;
    std::size_t connection_count() const { return count_; }
    template <typename Visit>
    void for_each(Visit visit) {
        for (std::size_t i = 0; i < slots_.size(); ++i) {
            if (slots_[i].connection) visit(*slots_[i].connection);
        }
    }

private:
    friend class Connection;
    struct Slot {
        std::unique_ptr<Connection> connection;
        std::uint32_t generation = 0;  // counts up each time the slot is used
    };
    struct Source {
        int fd = -1;
        std::function<void(Now)> on_readable;
    };

    explicit Reactor(Fd epoll, Fd spare);

    void wait(std::int64_t until_mono_ms);
    bool has_work() const;
    void dispatch(std::uint64_t key, std::uint32_t events);
    void dispatch(Connection& connection, std::uint32_t events);

    void accept_from(int listener);
    bool accept_one(int listener);
    void on_descriptors_exhausted(int listener);
    void set_accepting(bool accepting);
    void adopt(Fd socket);

    void read(Connection& connection);
    void feed(Connection& connection, std::span<char> bytes);
    void feed_resumed();
    void discard(Connection& connection);
    void end_of_input(Connection& connection);
    void fire(Timer& timer);
    void flush_touched();
    void flush(Connection& connection);
    void drained(Connection& connection);
    void reap();
    void watch(Connection& connection);

    Fd epoll_;
    Fd spare_;  // given up for a moment to take and drop a connection when descriptors run out
    Now now_;
    TimerWheel wheel_;
    Timer accept_timer_;
    std::vector<Listener> listeners_;
    std::vector<Source> sources_;
    std::vector<Slot> slots_;
    std::vector<std::uint32_t> free_slots_;
    std::size_t count_ = 0;
    std::size_t max_connections_ = SIZE_MAX;
    std::function<std::string(Now)> refusal_;
    bool accepting_ = true;  // else stopped for good, or waiting for descriptors
    std::vector<std::uint64_t> touched_;
    std::vector<std::uint64_t> resumed_;
    std::vector<std::uint64_t> held_;
    std::vector<std::uint64_t> closed_;
    std::vector<char> buffer_;  // the loop's one receive buffer
    std::function<std::unique_ptr<Session>(Connection&, Now)> make_session_;
    std::function<void(Now)> hook_;
};

}  // namespace papo::net
