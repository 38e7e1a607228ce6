// Checks that a request body arrives fast enough, so that no client holds an upload open with a byte now and then.
// A window without a byte is too slow; from the second window on, each must also bring its share of the least rate.
#pragma once

#include <cstdint>
#include <optional>

#include "papo/base/limit.h"

namespace papo::http {

class BodyPace {
public:
    // `window_ms`: the longest silence, and the time over which the rate is measured. `min_rate`: bytes a second; 0:
    // any.
    void begin(std::int64_t now_ms, std::int64_t window_ms, std::uint64_t min_rate);
    void add(std::uint64_t bytes, std::int64_t now_ms);
    // When to call check() next, in mono_ms.
    std::int64_t deadline() const;
    // Call at the deadline. Returns the limit that the body broke; if none, deadline() has moved on.
    std::optional<Limit> check(std::int64_t now_ms);

private:
    std::int64_t window_ms_ = 0;
    std::uint64_t share_ = 0;  // bytes that a window must bring
    std::int64_t last_byte_ms_ = 0;
    std::int64_t window_end_ms_ = 0;
    std::uint64_t in_window_ = 0;  // bytes
    bool first_window_ = true;
};

}  // namespace papo::http
