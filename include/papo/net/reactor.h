// The event loop, on one thread. It owns the connections and their events; protocols decide what to send. A turn reads,
// decides, flushes and reaps, in this order:
//   1. each ready connection gets one bounded recv and gives its protocol the bytes; timers fire
//   2. the turn's hook runs: it stores and queues what the protocols decided
//   3. each connection with output gets one gathered write; EPOLLOUT is watched only while output is left
//   4. connections marked closed are freed, here and nowhere else
// In a long turn, newcomers (see Poller) are served at intervals.
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

    // Accepts and limits connections.
    Acceptor& acceptor() { return acceptor_; }
    const Acceptor& acceptor() const { return acceptor_; }
    const ReactorCounts& counts() const { return turn_.counts; }
    // Marks a turn that delivers messages, which people wait for. It is also counted in ReactorCounts::marked_turns,
    // and the next turn reads less from each connection, because more messages are likely.
    void mark_turn() { marked_ = true; }
    // Unsent bytes in memory, over all connections; shared bytes count once per connection. Costs a look at each
    // connection.
    std::size_t queued_bytes() const;
    // Watches another descriptor, which the caller owns.
    void add_source(int fd, std::function<void(Now)> on_readable);
    // Sets the hook between reading and flushing: called once a turn, and once more whenever newcomers are served in
    // it.
    void on_turn(std::function<void(Now)> hook);

    // Runs one turn. Waits until a descriptor is ready, a timer is due, or `until_mono_ms`.
    void run_once(std::int64_t until_mono_ms);

    // nullptr when the id is unknown or its connection is freed. Ids are never reused.
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
