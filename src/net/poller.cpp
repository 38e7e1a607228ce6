#include "papo/net/poller.h"

#include <algorithm>
#include <cerrno>
#include <climits>
#include <cstring>
#include <string>
#include <utility>

namespace papo::net {
namespace {

bool control(int epoll, int operation, int fd, std::uint64_t key, std::uint32_t events) {
    epoll_event event{};
    event.events = events;
    event.data.u64 = key;
    return ::epoll_ctl(epoll, operation, fd, &event) == 0;
}

std::span<const epoll_event> wait_for(int epoll, std::span<epoll_event> room, int timeout_ms) {
    const int count = ::epoll_wait(epoll, room.data(), static_cast<int>(room.size()), timeout_ms);
    return room.first(static_cast<std::size_t>(std::max(count, 0)));
}

}  // namespace

Result<Poller> Poller::create() {
    Fd all(::epoll_create1(EPOLL_CLOEXEC));
    Fd newcomers(::epoll_create1(EPOLL_CLOEXEC));
    if (!all || !newcomers || !control(all.get(), EPOLL_CTL_ADD, newcomers.get(), newcomers_key, EPOLLIN)) {
        return Error{std::string("cannot make an epoll instance: ") + std::strerror(errno)};
    }
    return Poller(std::move(all), std::move(newcomers));
}

bool Poller::add(Line line, int fd, std::uint64_t key, std::uint32_t events) {
    return control(epoll_of(line), EPOLL_CTL_ADD, fd, key, events);
}

bool Poller::change(Line line, int fd, std::uint64_t key, std::uint32_t events) {
    return control(epoll_of(line), EPOLL_CTL_MOD, fd, key, events);
}

bool Poller::settle_in(int fd, std::uint64_t key, std::uint32_t events) {
    control(newcomers_.get(), EPOLL_CTL_DEL, fd, 0, 0);
    return add(Line::all, fd, key, events);
}

std::span<const epoll_event> Poller::wait(std::int64_t timeout_ms) {
    return wait_for(all_.get(), events_, static_cast<int>(std::clamp<std::int64_t>(timeout_ms, 0, INT_MAX)));
}

std::span<const epoll_event> Poller::newcomers() {
    return wait_for(newcomers_.get(), newcomers_events_, 0);
}

}  // namespace papo::net
