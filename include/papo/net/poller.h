// The loop's epoll(7) instances, level-triggered. Newcomers (listeners, and connections during their first reads) have
// a second instance, nested in the first. The reactor polls it several times in a long turn, so that a join does not
// wait behind all other connections. J1 of `make bench` justifies this: with one instance and at most 64, 512 or 2,048
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

    // Keys of events. A connection's key is its id, whose upper half is never 0; the keys here have an upper half of 0.
    // Listeners and sources are numbered from their key.
    static constexpr std::uint64_t source_key = 1ULL << 31U;
    static constexpr std::uint64_t listener_key = 0;
    static constexpr std::uint64_t newcomers_key = source_key - 1;

    enum class Line : std::uint8_t { newcomers, all };
    // False with errno set: epoll_ctl(2).
    bool add(Line line, int fd, std::uint64_t key, std::uint32_t events);
    bool change(Line line, int fd, std::uint64_t key, std::uint32_t events);
    // Moves a newcomer to the line of all others.
    bool settle_in(int fd, std::uint64_t key, std::uint32_t events);

    // Valid until the next call.
    std::span<const epoll_event> wait(std::int64_t timeout_ms);
    std::span<const epoll_event> newcomers();

private:
    Poller(Fd all, Fd newcomers) : all_(std::move(all)), newcomers_(std::move(newcomers)) {}
    int epoll_of(Line line) const { return line == Line::all ? all_.get() : newcomers_.get(); }

    Fd all_;
    Fd newcomers_;
    std::array<epoll_event, 512> events_{};           // further events wait for the next turn
    std::array<epoll_event, 16> newcomers_events_{};  // few at a time, so that other connections get most of the loop
};

}  // namespace papo::net
