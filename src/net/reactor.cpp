#include "papo/net/reactor.h"

#include <fcntl.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <climits>
#include <cstring>
#include <utility>

#include "epoll.h"

namespace papo::net {
namespace {

constexpr std::size_t receive_size = 256U * 1024U;    // bytes of one recv: less makes an upload dearer,
constexpr std::size_t brief_receive = 64U * 1024U;    // but while people talk they wait for it
constexpr int max_events = 512;                       // of one epoll_wait
constexpr int max_newcomers = 16;                     // attended to at a time
constexpr std::size_t between_newcomers = 32;         // others that are read from, or written to, until the next look
constexpr std::int64_t linger_ms = 5'000;             // input discarded after the writing side has ended
constexpr std::int64_t finish_window_ms = 10'000;     // see Connection::finish
constexpr std::uint64_t finish_window_bytes = 4'096;  // what a peer must take in it to be waited for

std::uint64_t make_id(std::uint32_t generation, std::size_t slot) {
    return (std::uint64_t{generation} << 32U) | slot;
}

}  // namespace

Result<std::unique_ptr<Reactor>> Reactor::create() {
    Fd epoll(::epoll_create1(EPOLL_CLOEXEC));
    Fd newcomers(::epoll_create1(EPOLL_CLOEXEC));
    Fd spare(::open("/dev/null", O_RDONLY | O_CLOEXEC));
    if (!epoll || !newcomers || !spare ||
        !control(epoll.get(), EPOLL_CTL_ADD, newcomers.get(), newcomers_key, EPOLLIN)) {
        return Error{std::string("cannot make an epoll instance: ") + std::strerror(errno)};
    }
    return std::unique_ptr<Reactor>(new Reactor(std::move(epoll), std::move(newcomers), std::move(spare)));
}

Reactor::Reactor(Fd epoll, Fd newcomers, Fd spare)
    : epoll_(std::move(epoll)),
      newcomers_(std::move(newcomers)),
      spare_(std::move(spare)),
      now_(read_clocks()),
      wheel_(now_.mono_ms),
      source_of_([](const Address& peer) { return peer.limit_key(); }),
      buffer_(receive_size),
      receive_size_(receive_size) {}

Reactor::~Reactor() {
    for_each([](Connection& connection) { connection.close(); });
    reap();
}

void Reactor::add_listener(Listener listener) {
    control(newcomers_.get(), EPOLL_CTL_ADD, listener.fd(), listener_key + listeners_.size(), EPOLLIN);
    listeners_.push_back(std::move(listener));
}

void Reactor::stop_accepting() {
    accept_timer_.disarm();
    listeners_.clear();
}

void Reactor::on_accept(std::function<std::unique_ptr<Session>(Connection&, Now)> make_session) {
    make_session_ = std::move(make_session);
}

void Reactor::add_source(int fd, std::function<void(Now)> on_readable) {
    control(epoll_.get(), EPOLL_CTL_ADD, fd, source_key + sources_.size(), EPOLLIN);
    sources_.push_back({fd, std::move(on_readable)});
}

void Reactor::on_turn(std::function<void(Now)> hook) {
    hook_ = std::move(hook);
}

Connection* Reactor::find(std::uint64_t id) const {
    const auto slot = static_cast<std::size_t>(id & UINT32_MAX);
    if (slot >= slots_.size() || slots_[slot].generation != id >> 32U) return nullptr;
    return slots_[slot].connection.get();
}

void Reactor::run_once(std::int64_t until_mono_ms) {
    wait(until_mono_ms);
    wheel_.advance(now_.mono_ms, [this](Timer& timer) { fire(timer); });
    if (hook_) hook_(now_);
    flush_touched();
    reap();
}

// Something the last turn left to do; then this turn waits for nothing.
bool Reactor::has_work() const {
    return !touched_.empty() || !resumed_.empty() || !closed_.empty();
}

void Reactor::wait(std::int64_t until_mono_ms) {
    std::array<epoll_event, max_events> events;
    const auto until = has_work() ? 0 : wheel_.next_wake_up(until_mono_ms);
    const auto before_us = read_mono_us();
    end_turn(before_us);
    const auto timeout = std::clamp<std::int64_t>(until - before_us / 1000, 0, INT_MAX);
    const int count = ::epoll_wait(epoll_.get(), events.data(), max_events, static_cast<int>(timeout));
    turn_began_us_ = read_mono_us();
    now_ = {turn_began_us_ / 1000, read_wall_ms()};
    feed_resumed();
    for (std::size_t i = 0; i < static_cast<std::size_t>(std::max(count, 0)); ++i) {
        dispatch(events[i].data.u64, events[i].events);
        attend_newcomers_after(i);
    }
}

// Where there is a round of many, after each so many of them: a system call that most often finds nothing.
void Reactor::attend_newcomers_after(std::size_t index) {
    if ((index + 1) % between_newcomers == 0) attend_newcomers();
}

// What they ask is decided, stored and answered before the turn goes on. Few at a time and each for its first reads
// only: those who are inside keep most of the loop, whoever comes.
void Reactor::attend_newcomers() {
    std::array<epoll_event, max_newcomers> events;
    const int count = ::epoll_wait(newcomers_.get(), events.data(), max_newcomers, 0);
    if (count <= 0) return;
    for (const auto& event : std::span(events).first(static_cast<std::size_t>(count))) {
        dispatch(event.data.u64, event.events);
    }
    if (hook_) hook_(now_);
    for (const auto& event : std::span(events).first(static_cast<std::size_t>(count))) {
        auto* connection = find(event.data.u64);
        if (connection != nullptr && connection->touched_) flush(*connection);
    }
}

// The clock is read before waiting anyway, and until then the turn before has done nothing more.
void Reactor::end_turn(std::int64_t now_us) {
    if (turn_began_us_ == 0) return;
    const auto took = static_cast<std::uint64_t>(std::max<std::int64_t>(now_us - turn_began_us_, 0));
    counts_.turns.record(took);
    if (marked_) counts_.marked_turns.record(took);
    receive_size_ = std::exchange(marked_, false) ? brief_receive : receive_size;
}

void Reactor::dispatch(std::uint64_t key, std::uint32_t events) {
    if (key >> 32U != 0) {
        if (auto* connection = find(key)) dispatch(*connection, events);
    } else if (key >= source_key) {
        sources_[key - source_key].on_readable(now_);
    } else if (key == newcomers_key) {
        attend_newcomers();
    } else if (key < listeners_.size()) {
        accept_from(listeners_[key].fd());
    }
}

void Reactor::dispatch(Connection& connection, std::uint32_t events) {
    if ((events & EPOLLOUT) != 0) {
        connection.blocked_ = false;
        watch(connection);
        connection.touch();
    }
    if ((events & (EPOLLIN | EPOLLHUP | EPOLLERR)) == 0) return;
    // Nobody reads now, but both ways are gone: without this it would be reported without end.
    if ((connection.events_ & EPOLLIN) == 0) return connection.close();
    read(connection);
}

// As recv(2), into the loop's buffer.
ssize_t Reactor::receive(Connection& connection) {
    if (connection.first_reads_ > 0 && --connection.first_reads_ == 0) settle_in(connection);
    return ::recv(connection.socket_.get(), buffer_.data(), receive_size_, 0);
}

// One recv: level-triggered epoll tells again if there is more, and others have their turn first.
void Reactor::read(Connection& connection) {
    if (!connection.is_open()) return discard(connection);
    const auto got = receive(connection);
    if (got > 0) {
        counts_.bytes_in += static_cast<std::uint64_t>(got);
        return feed(connection, {buffer_.data(), static_cast<std::size_t>(got)});
    }
    if (got == 0) return end_of_input(connection);
    if (errno != EAGAIN && errno != EINTR) connection.close();
}

void Reactor::feed(Connection& connection, std::span<char> bytes) {
    const Session* before = nullptr;
    // A session that hands over leaves the rest to its successor.
    while (connection.is_open() && !bytes.empty() && before != connection.session()) {
        before = connection.session();
        bytes = bytes.subspan(connection.session_->on_bytes(connection, bytes, now_));
    }
    retired_.clear();
    connection.paused_ = connection.is_open() && !bytes.empty();
    if (connection.paused_) connection.rest_ = std::make_unique<std::string>(bytes.begin(), bytes.end());
    watch(connection);
}

void Reactor::feed_resumed() {
    const auto resumed = std::exchange(resumed_, {});
    for (std::size_t i = 0; i < resumed.size(); ++i) {
        attend_newcomers_after(i);
        auto* connection = find(resumed[i]);
        if (connection == nullptr) continue;
        connection->resumed_ = false;
        const auto rest = std::move(connection->rest_);
        if (!rest || !connection->is_open()) continue;
        feed(*connection, *rest);
        if (connection->peer_ended_ && !connection->paused_) end_of_input(*connection);
    }
}

void Reactor::end_of_input(Connection& connection) {
    connection.peer_ended_ = true;
    watch(connection);
    if (connection.is_open()) connection.session_->on_end(connection, now_);
}

void Reactor::discard(Connection& connection) {
    const auto got = receive(connection);
    if (got > 0 || (got < 0 && (errno == EAGAIN || errno == EINTR))) return;
    if (got < 0 || connection.state_ != Connection::State::finishing) return connection.close();
    connection.peer_ended_ = true;
    watch(connection);
}

void Reactor::fire(Timer& timer) {
    if (&timer == &accept_timer_) return set_accepting(true);
    auto* connection = find(timer.owner());
    if (connection == nullptr || connection->state_ == Connection::State::closed) return;
    if (connection->is_open()) return connection->session_->on_timeout(*connection, now_);
    const bool moving = std::exchange(connection->sent_, 0) >= finish_window_bytes;
    if (connection->state_ == Connection::State::lingering || !moving) return connection->close();
    wheel_.arm(timer, now_.mono_ms + finish_window_ms);
}

std::size_t Reactor::queued_bytes() const {
    std::size_t bytes = 0;
    for (const auto& slot : slots_) bytes += slot.connection ? slot.connection->backlog() : 0;
    return bytes;
}

// What is touched on the way (a drained session going on) is flushed in the same round.
void Reactor::flush_touched() {
    for (std::size_t i = 0; i < touched_.size(); ++i) {
        auto* connection = find(touched_[i]);
        if (connection != nullptr && connection->touched_) flush(*connection);
        attend_newcomers_after(i);
    }
    touched_.clear();
}

void Reactor::flush(Connection& connection) {
    connection.touched_ = false;
    if (connection.blocked_ || connection.state_ == Connection::State::closed) return;
    const auto sent_before = connection.sent_;
    const auto result = connection.output_.flush(connection.socket_.get(), connection.sent_);
    counts_.bytes_out += connection.sent_ - sent_before;
    if (result == FlushResult::failed) return connection.close();
    connection.blocked_ = result == FlushResult::blocked;
    watch(connection);
    if (!connection.blocked_) drained(connection);
}

void Reactor::drained(Connection& connection) {
    if (connection.is_open()) return connection.session_->on_drained(connection, now_);
    if (connection.state_ != Connection::State::finishing) return;
    // RFC 9112 section 9.6: closing at once while the peer still sends would reset what we have just written.
    ::shutdown(connection.socket_.get(), SHUT_WR);
    connection.state_ = Connection::State::lingering;
    if (connection.peer_ended_) return connection.close();
    wheel_.arm(connection.timer_, now_.mono_ms + linger_ms);
}

// Sessions' last words may close further connections: those are freed in the same round.
void Reactor::reap() {
    for (std::size_t i = 0; i < closed_.size(); ++i) {
        const auto slot = static_cast<std::uint32_t>(closed_[i] & UINT32_MAX);
        auto connection = std::move(slots_[slot].connection);
        if (connection->session_) connection->session_->on_closed(*connection, now_);
        give_place_back(connection->source_);
        if (connection->refused_) --refused_;
        free_slots_.push_back(slot);
        --count_;
    }
    closed_.clear();
}

// Tells epoll what the connection waits for, if that has changed.
void Reactor::watch(Connection& connection) {
    if (connection.state_ == Connection::State::closed) return;
    std::uint32_t wanted = 0;
    if (!connection.paused_ && !connection.peer_ended_) wanted |= EPOLLIN;
    if (connection.blocked_) wanted |= EPOLLOUT;
    if (wanted == connection.events_) return;
    connection.events_ = wanted;
    control(epoll_of(connection), EPOLL_CTL_MOD, connection.socket_.get(), connection.id(), wanted);
}

int Reactor::epoll_of(const Connection& connection) const {
    return connection.first_reads_ > 0 ? newcomers_.get() : epoll_.get();
}

// A newcomer no more: from now on it has its turn with all others.
void Reactor::settle_in(Connection& connection) {
    const int socket = connection.socket_.get();
    control(newcomers_.get(), EPOLL_CTL_DEL, socket, 0, 0);
    if (!control(epoll_.get(), EPOLL_CTL_ADD, socket, connection.id(), connection.events_)) connection.close();
}

// nullptr when the kernel has no room for it.
Connection* Reactor::add(Fd socket, const Address& peer) {
    if (free_slots_.empty()) {
        free_slots_.push_back(static_cast<std::uint32_t>(slots_.size()));
        slots_.emplace_back();
    }
    const auto index = free_slots_.back();
    auto& slot = slots_[index];
    const auto id = make_id(slot.generation + 1, index);
    if (!control(newcomers_.get(), EPOLL_CTL_ADD, socket.get(), id, EPOLLIN)) return nullptr;
    free_slots_.pop_back();
    ++slot.generation;
    ++count_;
    slot.connection = std::make_unique<Connection>(*this, id, std::move(socket), peer);
    slot.connection->events_ = EPOLLIN;
    return slot.connection.get();
}

}  // namespace papo::net
