// How long a connection that is finishing waits for its peer.
#pragma once

#include <cstdint>

namespace papo::net {

constexpr std::int64_t finish_window_ms = 10'000;  // a peer that takes next to nothing in it is given up
constexpr std::uint64_t finish_window_bytes = 4'096;
constexpr std::int64_t linger_ms = 5'000;  // input discarded after the writing side has ended

}  // namespace papo::net
