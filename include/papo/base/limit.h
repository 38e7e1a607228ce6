// The limits on clients' use of the server, by name, and how often each was reached. Code that enforces a limit counts
// it here and does not log it, so that a flood of requests is not a flood of log lines.
#pragma once

#include <array>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace papo {

enum class Limit : std::uint8_t {
    connections,
    connections_per_address,
    rate,  // objects of one connection
    rate_per_address,
    joins_per_address,
    passwords,  // wrong passwords of one connection
    passwords_per_address,
    password_queue,  // jobs of all addresses
    password_queue_per_address,
    errors,              // of one chat connection, which is then closed
    errors_per_address,  // HTTP refusals and protocol errors
    uploads_per_address,
    uploads_at_once,
    uploads_at_once_per_address,
    rooms,  // with members
    rooms_per_address,
    rooms_per_connection,
    gone,         // people in their grace time
    descriptors,  // out of file descriptors; accepting pauses
    // Time-outs:
    header_timeout,
    body_timeout,
    upload_rate,
    idle_timeout,
    handshake_timeout,
    answer_timeout,
    pong_timeout,
    silent_timeout,
    count_,  // number of limits
};

// The first time-out: it and the limits after it end what took too long; the limits before it refuse.
inline constexpr Limit first_timeout = Limit::header_timeout;

// The limit's label in metrics.
std::string_view to_string(Limit limit);

class LimitCounts {
public:
    void add(Limit limit) {
        assert(limit < Limit::count_);
        ++counts_[static_cast<std::size_t>(limit)];
    }
    std::uint64_t of(Limit limit) const { return counts_[static_cast<std::size_t>(limit)]; }
    LimitCounts& operator+=(const LimitCounts& other) {
        for (std::size_t i = 0; i < counts_.size(); ++i) counts_[i] += other.counts_[i];
        return *this;
    }

private:
    std::array<std::uint64_t, static_cast<std::size_t>(Limit::count_)> counts_{};
};

}  // namespace papo
