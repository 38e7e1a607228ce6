// What epoll(7) watches for the loop, level-triggered. Newcomers (listeners, and the first reads of a connection) are
// in an instance of their own inside the first: in a long turn it is asked now and then, so that who comes in need not
// stand in line behind all who talk. J1 of `make bench` pays for it: with one instance and at most 64, 512 or 2,048
// events a turn, newcomers first, the p99 of a join was 4 to 17 times as long.
#pragma once

#include <sys/epoll.h>

#include <array>
#include <cstdint>
#include <span>

#include "papo/base/fd.h"
#include "papo/base/result.h"

namespace papo::net {

class Poller {
public:
    static Result<Poller> create();

    // What rides in an event: a connection's id has an upper half; these have none. Listeners and sources are counted
    // from theirs.
    static constexpr std::uint64_t source_key = 1ULL << 31U;
    static constexpr std::uint64_t listener_key = 0;
    static constexpr std::uint64_t newcomers_key = source_key - 1;

    enum class Line : std::uint8_t { newcomers, all };
    // False with errno set: epoll_ctl(2).
    bool add(Line line, int fd, std::uint64_t key, std::uint32_t events);
    bool change(Line line, int fd, std::uint64_t key, std::uint32_t events);
    // A newcomer no more: from now on it has its turn with all others.
    bool settle_in(int fd, std::uint64_t key, std::uint32_t events);

    // Valid until the next call.
    std::span<const epoll_event> wait(std::int64_t timeout_ms);
    std::span<const epoll_event> newcomers();

private:
    Poller(Fd all, Fd newcomers) : all_(std::move(all)), newcomers_(std::move(newcomers)) {}
    int epoll_of(Line line) const { return line == Line::all ? all_.get() : newcomers_.get(); }

    Fd all_;
    Fd newcomers_;
    std::array<epoll_event, 512> events_{};           // more of them wait for the next turn
    std::array<epoll_event, 16> newcomers_events_{};  // few at a time: those who are inside keep most of the loop
};

}  // namespace papo::net
