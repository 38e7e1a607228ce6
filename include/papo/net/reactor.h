// The loop: one thread, level-triggered epoll. A turn reads, decides, flushes and reaps, in this order:
//   1. each ready connection gets one bounded recv and gives its session the bytes; timers fire
//   2. the turn's hook runs (what was decided is stored and queued)
//   3. each connection with something to say gets one gathered write; EPOLLOUT only for leftovers
//   4. connections marked closed are freed, here and nowhere else
// Newcomers (listeners, and the first reads of a connection) are in an epoll instance of their own inside the first: in
// a long turn it is looked into now and then, so that who comes in need not stand in line behind all who talk.
#pragma once

#include <sys/types.h>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "papo/base/clock.h"
#include "papo/base/fd.h"
#include "papo/base/histogram.h"
#include "papo/base/limit.h"
#include "papo/base/result.h"
#include "papo/net/connection.h"
#include "papo/net/listener.h"
#include "papo/net/timer_wheel.h"

namespace papo::net {

// How many connections there may be at a time. One above a limit is sent the answer that says so, made then, and
// closed.
struct ConnectionLimits {
    std::size_t in_all = SIZE_MAX;
    std::size_t per_source = SIZE_MAX;  // see Connection::source
    std::function<std::string(Now)> full;
    std::function<std::string(Now)> full_for_source;
};

// What a reactor has done since it began.
struct ReactorCounts {
    std::uint64_t bytes_in = 0;
    std::uint64_t bytes_out = 0;
    Histogram turns;         // µs from what was ready to read to the last write
    Histogram marked_turns;  // of those that mark_turn() was called in
};

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
    void set_limits(ConnectionLimits limits) { limits_ = std::move(limits); }
    // Whom a new connection counts for; unless set, its address (Address::limit_key).
    void set_source_of(std::function<std::uint64_t(const Address&)> source_of) { source_of_ = std::move(source_of); }
    const LimitCounts& limit_counts() const { return limit_counts_; }
    const ReactorCounts& counts() const { return counts_; }
    // People wait for what this turn does: it is also counted on its own (ReactorCounts::marked_turns), and the next
    // one takes little at a time from each connection, because more of that kind is to be expected.
    void mark_turn() { marked_ = true; }
    // Bytes in memory that wait to be written, of all connections; shared ones count for each. Looks at each
    // connection.
    std::size_t queued_bytes() const;
    // Another descriptor to watch; not owned.
    void add_source(int fd, std::function<void(Now)> on_readable);
    // Called between reading and flushing: once a turn, and once more each time newcomers are attended to in it.
    void on_turn(std::function<void(Now)> hook);

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

    Reactor(Fd epoll, Fd newcomers, Fd spare);

    void wait(std::int64_t until_mono_ms);
    bool has_work() const;
    void end_turn(std::int64_t now_us);
    void dispatch(std::uint64_t key, std::uint32_t events);
    void dispatch(Connection& connection, std::uint32_t events);
    void attend_newcomers();
    void attend_newcomers_after(std::size_t index);
    void settle_in(Connection& connection);
    int epoll_of(const Connection& connection) const;

    void accept_from(int listener);
    bool accept_one(int listener);
    void on_descriptors_exhausted(int listener);
    void set_accepting(bool accepting);
    void adopt(Fd socket, const Address& peer);
    Connection* add(Fd socket, const Address& peer);
    void refuse(Fd socket, const Address& peer, Limit limit, const std::function<std::string(Now)>& answer);
    bool take_place(std::uint64_t source);
    void give_place_back(std::uint64_t source);

    ssize_t receive(Connection& connection);
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
    Fd newcomers_;
    Fd spare_;  // given up for a moment to take and drop a connection when descriptors run out
    Now now_;
    TimerWheel wheel_;
    Timer accept_timer_;
    std::vector<Listener> listeners_;
    std::vector<Source> sources_;
    std::vector<Slot> slots_;
    std::vector<std::uint32_t> free_slots_;
    std::size_t count_ = 0;
    std::size_t refused_ = 0;  // of them, those that are only told so
    ConnectionLimits limits_;
    LimitCounts limit_counts_;
    ReactorCounts counts_;
    std::int64_t turn_began_us_ = 0;
    bool marked_ = false;
    std::function<std::uint64_t(const Address&)> source_of_;
    std::unordered_map<std::uint64_t, std::size_t> places_;  // connections of each source but 0
    bool accepting_ = true;                                  // else stopped for good, or waiting for descriptors
    std::vector<std::uint64_t> touched_;
    std::vector<std::uint64_t> resumed_;
    std::vector<std::uint64_t> closed_;
    std::vector<std::unique_ptr<Session>> retired_;  // replaced, perhaps while in a call of their own
    std::vector<char> buffer_;                       // the loop's one receive buffer
    std::size_t receive_size_;                       // how much of it a recv may fill in this turn
    std::function<std::unique_ptr<Session>(Connection&, Now)> make_session_;
    std::function<void(Now)> hook_;
};

}  // namespace papo::net
