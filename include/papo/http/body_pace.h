// Whether a body comes in fast enough. It is looked at in windows: none may pass without a byte, and from the second
// one on each must bring its share of the least rate, so that nobody holds an upload open with a byte now and then.
#pragma once

#include <cstdint>
#include <optional>

#include "papo/base/limit.h"

namespace papo::http {

class BodyPace {
public:
    // `window_ms`: of the silence, and of the rate. `min_rate`: bytes a second; 0: any.
    void begin(std::int64_t now_ms, std::int64_t window_ms, std::uint64_t min_rate);
    void add(std::uint64_t bytes, std::int64_t now_ms);
    // When something is to be decided next (mono_ms), unless more comes.
    std::int64_t deadline() const;
    // To be asked at the deadline: what the body has missed; if nothing, the deadline is a new one.
    std::optional<Limit> check(std::int64_t now_ms);

private:
    std::int64_t window_ms_ = 0;
    std::uint64_t share_ = 0;  // bytes of a window
    std::int64_t last_byte_ms_ = 0;
    std::int64_t window_end_ms_ = 0;
    std::uint64_t in_window_ = 0;  // bytes
    bool first_window_ = true;
};

}  // namespace papo::http
