#include "papo/net/acceptor.h"

#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <cassert>
#include <cerrno>
#include <utility>

namespace papo::net {
namespace {

constexpr int accepts_a_turn = 64;             // from one listener
constexpr std::uint64_t anybody = 1;           // the source of all refused connections
constexpr std::size_t refused_at_a_time = 64;  // refused connections that get an answer; more are closed without one
constexpr std::int64_t accept_pause_ms = 100;  // after descriptors ran out
constexpr std::uint8_t newcomer_reads = 4;     // the upgrade and the join, each in up to two pieces

}  // namespace

Acceptor::Acceptor(Poller& poller, Turn& turn, ConnectionTable& connections, Fd spare)
    : poller_(poller),
      turn_(turn),
      connections_(connections),
      spare_(std::move(spare)),
      source_of_([](const Address& peer) { return peer.limit_key(); }),
      refused_(refused_at_a_time) {}

Fd Acceptor::open_spare() {
    return Fd(::open("/dev/null", O_RDONLY | O_CLOEXEC));
}

void Acceptor::add(Listener listener) {
    poller_.add(Poller::Line::newcomers, listener.fd(), Poller::listener_key + listeners_.size(), EPOLLIN);
    listeners_.push_back(std::move(listener));
}

void Acceptor::stop() {
    timer_.disarm();
    listeners_.clear();
}

void Acceptor::on_accept(std::function<std::unique_ptr<Protocol>(Connection&, Now)> make_protocol) {
    make_protocol_ = std::move(make_protocol);
}

void Acceptor::set_limits(ConnectionLimits limits) {
    limits_ = std::move(limits);
    places_.set_limit(limits_.per_source);
}

void Acceptor::accept_from(std::size_t index) {
    if (index >= listeners_.size()) return;
    for (int i = 0; i < accepts_a_turn; ++i) {
        if (!accept_one(listeners_[index].fd())) return;
    }
}

// False when no connection is waiting, or accepting pauses.
bool Acceptor::accept_one(int listener) {
    sockaddr_storage peer{};
    socklen_t size = sizeof peer;
    Fd socket(::accept4(listener, reinterpret_cast<sockaddr*>(&peer), &size, SOCK_NONBLOCK | SOCK_CLOEXEC));
    if (socket) {
        const int yes = 1;
        ::setsockopt(socket.get(), IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
        adopt(std::move(socket), Address::of(peer));
        return true;
    }
    // accept(2): these errors concern only the new connection, which is already gone.
    if (errno == ECONNABORTED || errno == EINTR || errno == EPROTO || errno == EPERM) return true;
    if (errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM) on_descriptors_exhausted(listener);
    return false;
}

void Acceptor::adopt(Fd socket, const Address& peer) {
    assert(connections_.size() >= refused_.taken(anybody));
    if (connections_.size() - refused_.taken(anybody) >= limits_.in_all) {
        return refuse(std::move(socket), peer, Limit::connections, limits_.full);
    }
    auto place = places_.take(source_of_(peer));
    if (!place) return refuse(std::move(socket), peer, Limit::connections_per_address, limits_.full_for_source);
    auto* connection = add(std::move(socket), peer, std::move(*place));
    if (connection != nullptr) connection->set_protocol(make_protocol_(*connection, turn_.now));
}

// nullptr when epoll cannot watch one more socket.
Connection* Acceptor::add(Fd socket, const Address& peer, Place place) {
    const auto id = connections_.next_id();
    if (!poller_.add(Poller::Line::newcomers, socket.get(), id, EPOLLIN)) return nullptr;
    auto& added = connections_.add(std::make_unique<Connection>(turn_, id, std::move(socket), peer, std::move(place)));
    connections_.watch(id) = {EPOLLIN, newcomer_reads};
    return &added;
}

void Acceptor::refuse(Fd socket, const Address& peer, Limit limit, const std::function<std::string(Now)>& answer) {
    limit_counts_.add(limit);
    auto place = refused_.take(anybody);
    if (!place) return;
    auto* connection = add(std::move(socket), peer, std::move(*place));
    if (connection == nullptr) return;
    connection->send(answer(turn_.now));
    connection->finish();
}

// A connection that cannot be accepted keeps the listener readable and would spin the loop. The spare descriptor
// accepts and drops one, so that its peer learns of it; the others wait in the listen backlog during the pause.
void Acceptor::on_descriptors_exhausted(int listener) {
    limit_counts_.add(Limit::descriptors);
    spare_.reset();
    Fd(::accept4(listener, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC)).reset();
    spare_ = open_spare();
    set_accepting(false);
    turn_.wheel.arm(timer_, turn_.now.mono_ms + accept_pause_ms);
}

void Acceptor::set_accepting(bool accepting) {
    if (accepting_ == accepting) return;
    accepting_ = accepting;
    for (std::size_t i = 0; i < listeners_.size(); ++i) {
        poller_.change(Poller::Line::newcomers, listeners_[i].fd(), Poller::listener_key + i, accepting ? EPOLLIN : 0U);
    }
}

}  // namespace papo::net
