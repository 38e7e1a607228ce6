// The limits on what others may ask for, by name, and how often each was met. Whoever enforces one counts it here, in
// place of a line in the log: a flood must not become a flood of lines.
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
    rate,  // objects of a connection
    rate_per_address,
    joins_per_address,
    passwords,  // wrong ones of a connection
    passwords_per_address,
    password_queue,  // jobs of all
    password_queue_per_address,
    errors,              // of a chat connection, which ends
    errors_per_address,  // HTTP refusals and protocol errors
    uploads_per_address,
    uploads_at_once,
    uploads_at_once_per_address,
    rooms,  // with somebody in them
    rooms_per_address,
    rooms_per_connection,
    gone,         // people kept for their return
    descriptors,  // the system's; accepting pauses
    // Time-outs:
    header_timeout,
    body_timeout,
    upload_rate,
    idle_timeout,
    handshake_timeout,
    answer_timeout,
    pong_timeout,
    silent_timeout,
    count_,  // how many there are
};

// Limits before it refuse; from it on they end what took too long.
inline constexpr Limit first_timeout = Limit::header_timeout;

// As metrics label it.
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
