// The loop: one thread. A turn reads, decides, flushes and reaps, in this order:
//   1. each ready connection gets one bounded recv and gives its protocol the bytes; timers fire
//   2. the turn's hook runs (what was decided is stored and queued)
//   3. each connection with something to say gets one gathered write; EPOLLOUT only for leftovers
//   4. connections marked closed are freed, here and nowhere else
// In a long turn newcomers (see Poller) are attended to now and then.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

#include "papo/base/clock.h"
#include "papo/base/result.h"
#include "papo/net/acceptor.h"
#include "papo/net/connection_table.h"
#include "papo/net/poller.h"
#include "papo/net/turn.h"

namespace papo::net {

class Reactor {
public:
    static Result<std::unique_ptr<Reactor>> create();
    ~Reactor();
    Reactor(const Reactor&) = delete;
    Reactor& operator=(const Reactor&) = delete;

    // What comes in, and how much of it.
    Acceptor& acceptor() { return acceptor_; }
    const Acceptor& acceptor() const { return acceptor_; }
    const ReactorCounts& counts() const { return turn_.counts; }
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
    Connection* find(std::uint64_t id) const { return connections_.find(id); }
    std::size_t connection_count() const { return connections_.size(); }
    template <typename Visit>
    void for_each(Visit visit) {
        connections_.for_each(visit);
    }

private:
    struct Source {
        int fd = -1;
        std::function<void(Now)> on_readable;
    };

    Reactor(Poller poller, Fd spare);

    void wait(std::int64_t until_mono_ms);
    bool has_work() const;
    void end_turn(std::int64_t now_us);
    void dispatch(std::uint64_t key, std::uint32_t events);
    void dispatch(Connection& connection, std::uint32_t events);
    void read(Connection& connection);
    void attend_newcomers();
    void attend_newcomers_after(std::size_t index);
    void feed_resumed();
    void fire(Timer& timer);
    void flush_touched();
    void flush(Connection& connection);
    void reap();
    void watch(Connection& connection);

    Poller poller_;
    std::vector<char> buffer_;  // the loop's one receive buffer
    Turn turn_;
    ConnectionTable connections_;
    Acceptor acceptor_;
    std::vector<Source> sources_;
    std::function<void(Now)> hook_;
    std::int64_t turn_began_us_ = 0;
    bool marked_ = false;
};

}  // namespace papo::net
