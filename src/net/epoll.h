// epoll(7) as the reactor asks for it, and what tells its events apart.
#pragma once

#include <sys/epoll.h>

#include <cstdint>

namespace papo::net {

// What rides in epoll_event.data.u64: a connection's id has a generation in its upper half; these have none. Listeners
// and sources are counted from theirs.
constexpr std::uint64_t source_key = 1ULL << 31U;
constexpr std::uint64_t listener_key = 0;
constexpr std::uint64_t newcomers_key = source_key - 1;

// False with errno set: epoll_ctl(2).
inline bool control(int epoll, int operation, int fd, std::uint64_t key, std::uint32_t events) {
    epoll_event event{};
    event.events = events;
    event.data.u64 = key;
    return ::epoll_ctl(epoll, operation, fd, &event) == 0;
}

}  // namespace papo::net
