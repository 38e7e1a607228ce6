// How the reactor takes new connections, also when there are too many of them.
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <cerrno>
#include <utility>

#include "epoll.h"
#include "papo/net/reactor.h"

namespace papo::net {
namespace {

constexpr int accepts_a_turn = 64;             // of one listener, before others have their turn
constexpr std::size_t refused_at_a_time = 64;  // connections above a limit that are told so; more are just closed
constexpr std::int64_t accept_pause_ms = 100;  // when descriptors have run out

Fd open_spare() {
    return Fd(::open("/dev/null", O_RDONLY | O_CLOEXEC));
}

}  // namespace

void Reactor::accept_from(int listener) {
    for (int i = 0; i < accepts_a_turn; ++i) {
        if (!accept_one(listener)) return;
    }
}

// False when there is none left for now.
bool Reactor::accept_one(int listener) {
    sockaddr_storage peer{};
    socklen_t size = sizeof peer;
    Fd socket(::accept4(listener, reinterpret_cast<sockaddr*>(&peer), &size, SOCK_NONBLOCK | SOCK_CLOEXEC));
    if (socket) {
        const int yes = 1;
        ::setsockopt(socket.get(), IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
        adopt(std::move(socket), Address::of(peer));
        return true;
    }
    // accept(2): errors that are the new connection's own, which is gone.
    if (errno == ECONNABORTED || errno == EINTR || errno == EPROTO || errno == EPERM) return true;
    if (errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM) on_descriptors_exhausted(listener);
    return false;
}

void Reactor::adopt(Fd socket, const Address& peer) {
    if (count_ - refused_ >= limits_.in_all) return refuse(std::move(socket), peer, Limit::connections, limits_.full);
    const auto source = source_of_(peer);
    if (!take_place(source)) {
        return refuse(std::move(socket), peer, Limit::connections_per_address, limits_.full_for_source);
    }
    auto* connection = add(std::move(socket), peer);
    if (connection == nullptr) return give_place_back(source);
    connection->source_ = source;
    connection->session_ = make_session_(*connection, now_);
}

void Reactor::refuse(Fd socket, const Address& peer, Limit limit, const std::function<std::string(Now)>& answer) {
    limit_counts_.add(limit);
    if (refused_ == refused_at_a_time) return;
    auto* connection = add(std::move(socket), peer);
    if (connection == nullptr) return;
    connection->refused_ = true;
    ++refused_;
    connection->send(answer(now_));
    connection->finish();
}

// Source 0 is nobody in particular and has all the places there are.
bool Reactor::take_place(std::uint64_t source) {
    if (source == 0) return true;
    auto& taken = places_[source];
    if (taken >= limits_.per_source) return false;
    ++taken;
    return true;
}

void Reactor::give_place_back(std::uint64_t source) {
    const auto at = places_.find(source);
    if (at != places_.end() && --at->second == 0) places_.erase(at);
}

// A connection that cannot be accepted keeps the listener readable, which would spin the loop: one is taken with the
// spare descriptor and dropped, so that its peer knows, and the rest wait in the backlog for a moment.
void Reactor::on_descriptors_exhausted(int listener) {
    limit_counts_.add(Limit::descriptors);
    spare_.reset();
    Fd(::accept4(listener, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC)).reset();
    spare_ = open_spare();
    set_accepting(false);
    wheel_.arm(accept_timer_, now_.mono_ms + accept_pause_ms);
}

void Reactor::set_accepting(bool accepting) {
    if (accepting_ == accepting) return;
    accepting_ = accepting;
    for (std::size_t i = 0; i < listeners_.size(); ++i) {
        control(newcomers_.get(), EPOLL_CTL_MOD, listeners_[i].fd(), listener_key + i, accepting ? EPOLLIN : 0U);
    }
}

}  // namespace papo::net
