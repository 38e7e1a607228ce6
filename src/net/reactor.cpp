#include "papo/net/reactor.h"

#include <algorithm>
#include <cassert>
#include <cerrno>
#include <cstring>
#include <string>
#include <utility>

namespace papo::net {
namespace {

constexpr std::size_t receive_size = 256U * 1024U;  // bytes per recv; a smaller size makes uploads costlier
constexpr std::size_t brief_receive = 64U * 1024U;  // bytes per recv after a marked turn, to keep turns short
constexpr std::size_t between_newcomers = 32;       // connections read or written between two polls for newcomers

}  // namespace

Result<std::unique_ptr<Reactor>> Reactor::create() {
    auto poller = Poller::create();
    if (!poller) return poller.error();
    auto spare = Acceptor::open_spare();
    if (!spare) return Error{std::string("cannot open /dev/null: ") + std::strerror(errno)};
    return std::unique_ptr<Reactor>(new Reactor(std::move(*poller), std::move(spare)));
}

Reactor::Reactor(Poller poller, Fd spare)
    : poller_(std::move(poller)),
      buffer_(receive_size),
      turn_(read_clocks()),
      acceptor_(poller_, turn_, connections_, std::move(spare)) {
    turn_.buffer = buffer_;
}

Reactor::~Reactor() {
    for_each([](Connection& connection) { connection.close(); });
    reap();
}

void Reactor::add_source(int fd, std::function<void(Now)> on_readable) {
    poller_.add(Poller::Line::all, fd, Poller::source_key + sources_.size(), EPOLLIN);
    sources_.push_back({fd, std::move(on_readable)});
}

void Reactor::on_turn(std::function<void(Now)> hook) {
    hook_ = std::move(hook);
}

void Reactor::run_once(std::int64_t until_mono_ms) {
    wait(until_mono_ms);
    turn_.wheel.advance(turn_.now.mono_ms, [this](Timer& timer) { fire(timer); });
    if (hook_) hook_(turn_.now);
    flush_touched();
    reap();
}

// Whether the last turn left work, so that this turn must not wait.
bool Reactor::has_work() const {
    return !turn_.touched.empty() || !turn_.resumed.empty() || !turn_.closed.empty();
}

void Reactor::wait(std::int64_t until_mono_ms) {
    const auto until = has_work() ? 0 : turn_.wheel.next_wake_up(until_mono_ms);
    const auto before_us = read_mono_us();
    end_turn(before_us);
    const auto events = poller_.wait(until - before_us / 1000);
    turn_began_us_ = read_mono_us();
    turn_.now = {turn_began_us_ / 1000, read_wall_ms()};
    feed_resumed();
    for (std::size_t i = 0; i < events.size(); ++i) {
        dispatch(events[i].data.u64, events[i].events);
        attend_newcomers_after(i);
    }
}

// Called just before waiting, where the clock is read anyway: it saves a second read after the last write.
void Reactor::end_turn(std::int64_t now_us) {
    if (turn_began_us_ == 0) return;
    const auto took = static_cast<std::uint64_t>(std::max<std::int64_t>(now_us - turn_began_us_, 0));
    turn_.counts.turns.record(took);
    if (marked_) turn_.counts.marked_turns.record(took);
    turn_.buffer = std::span(buffer_).first(std::exchange(marked_, false) ? brief_receive : receive_size);
}

void Reactor::dispatch(std::uint64_t key, std::uint32_t events) {
    if (key >> 32U != 0) {
        if (auto* connection = find(key)) dispatch(*connection, events);
    } else if (key >= Poller::source_key) {
        assert(key - Poller::source_key < sources_.size());
        sources_[key - Poller::source_key].on_readable(turn_.now);
    } else if (key == Poller::newcomers_key) {
        attend_newcomers();
    } else {
        acceptor_.accept_from(key - Poller::listener_key);
    }
}

void Reactor::dispatch(Connection& connection, std::uint32_t events) {
    if ((events & EPOLLOUT) != 0) connection.on_writable();
    if (connection.reads()) {
        if ((events & (EPOLLIN | EPOLLHUP | EPOLLERR)) != 0) read(connection);
    } else if ((events & (EPOLLHUP | EPOLLERR)) != 0) {
        // Epoll always reports EPOLLHUP and EPOLLERR: a paused connection would spin the loop.
        connection.close();
    }
}

void Reactor::read(Connection& connection) {
    auto& mine = connections_.watch(connection.id());
    if (mine.first_reads > 0 && --mine.first_reads == 0 &&
        !poller_.settle_in(connection.socket(), connection.id(), mine.events)) {
        connection.close();
    }
    connection.on_readable();
    watch(connection);
}

void Reactor::feed_resumed() {
    const auto resumed = std::exchange(turn_.resumed, {});
    for (std::size_t i = 0; i < resumed.size(); ++i) {
        attend_newcomers_after(i);
        auto* connection = find(resumed[i]);
        if (connection == nullptr) continue;
        connection->on_resumed();
        watch(*connection);
    }
}

// Inside loops over many connections. Not after each one, because the poll is a system call that usually finds nothing.
void Reactor::attend_newcomers_after(std::size_t index) {
    if ((index + 1) % between_newcomers == 0) attend_newcomers();
}

// Reads, stores and answers newcomers' requests before the turn goes on.
void Reactor::attend_newcomers() {
    const auto events = poller_.newcomers();
    if (events.empty()) return;
    for (const auto& event : events) dispatch(event.data.u64, event.events);
    if (hook_) hook_(turn_.now);
    for (const auto& event : events) {
        auto* connection = find(event.data.u64);
        if (connection != nullptr && connection->is_touched()) flush(*connection);
    }
}

void Reactor::fire(Timer& timer) {
    if (timer.owner() == 0) return acceptor_.on_timer();
    if (auto* connection = find(timer.owner())) connection->on_deadline();
}

std::size_t Reactor::queued_bytes() const {
    std::size_t bytes = 0;
    connections_.for_each([&](const Connection& connection) { bytes += connection.backlog(); });
    return bytes;
}

// The list may grow meanwhile: a drained protocol may send more, which is flushed in the same loop.
void Reactor::flush_touched() {
    for (std::size_t i = 0; i < turn_.touched.size(); ++i) {
        auto* connection = find(turn_.touched[i]);
        if (connection != nullptr && connection->is_touched()) flush(*connection);
        attend_newcomers_after(i);
    }
    turn_.touched.clear();
}

void Reactor::flush(Connection& connection) {
    connection.flush();
    watch(connection);
}

// The list may grow meanwhile: on_closed() may close other connections, which are freed in the same loop.
void Reactor::reap() {
    for (std::size_t i = 0; i < turn_.closed.size(); ++i) {
        const auto connection = connections_.take(turn_.closed[i]);
        connection->on_closed();
    }
    turn_.closed.clear();
}

// Updates the connection's epoll events if they have changed.
void Reactor::watch(Connection& connection) {
    if (connection.is_closed()) return;
    const auto wanted =
        static_cast<std::uint8_t>((connection.reads() ? EPOLLIN : 0U) | (connection.is_blocked() ? EPOLLOUT : 0U));
    auto& mine = connections_.watch(connection.id());
    if (wanted == mine.events) return;
    mine.events = wanted;
    const auto line = mine.first_reads > 0 ? Poller::Line::newcomers : Poller::Line::all;
    poller_.change(line, connection.socket(), connection.id(), wanted);
}

}  // namespace papo::net
