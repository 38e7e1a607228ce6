// The time by which what is stored grows old. It is not the machine's clock, which may jump: to 1970 when a battery is
// flat, years ahead by a typing error, and back again. While papo runs, it goes on with the time that passes, however
// the clock is set. How long papo did not run only the clock can say, and that is asked an hour after the start, when
// whoever corrects clocks has done it.
#pragma once

#include <algorithm>
#include <cstdint>

namespace papo::store {

// An age and what the machine's clock should say then; what is kept from run to run. ms since 1970, both.
struct AgeMark {
    std::int64_t age_ms = 0;
    std::int64_t wall_ms = 0;
};

class AgeClock {
public:
    static constexpr std::int64_t settles_after_ms = 3'600'000;

    // `mark`: of an earlier run, or, with age 0, of none. `passed_ms`: a clock that only counts (CLOCK_BOOTTIME, so
    // that a machine that sleeps grows older), which every later call reads too.
    AgeClock(AgeMark mark, std::int64_t wall_ms, std::int64_t passed_ms)
        : mark_(mark.age_ms == 0 ? AgeMark{wall_ms, wall_ms} : mark), started_ms_(passed_ms), read_ms_(passed_ms) {}

    // The time now, and what is to be kept of it. Never goes back.
    AgeMark read(std::int64_t wall_ms, std::int64_t passed_ms) {
        const auto step = std::max<std::int64_t>(passed_ms - read_ms_, 0);
        read_ms_ = std::max(passed_ms, read_ms_);
        mark_.age_ms += step;
        mark_.wall_ms += step;
        if (!settled_ && read_ms_ - started_ms_ >= settles_after_ms) settle(wall_ms);
        return mark_;
    }

private:
    static constexpr std::int64_t papo_began_ms = 1'704'067'200'000;  // 2024: a clock before it was not set

    void settle(std::int64_t wall_ms) {
        settled_ = true;
        if (wall_ms <= mark_.wall_ms) return;
        if (mark_.wall_ms >= papo_began_ms) mark_.age_ms += wall_ms - mark_.wall_ms;
        mark_.wall_ms = wall_ms;
    }

    AgeMark mark_;
    std::int64_t started_ms_;
    std::int64_t read_ms_;
    bool settled_ = false;
};

}  // namespace papo::store
