// The clock of retention. The machine's clock may jump: to 1970 after a flat battery, or years ahead by a typing error,
// and back. So while papo runs, AgeClock counts the time that passes, however the machine's clock is set. Only the
// machine's clock knows how long papo did not run; AgeClock reads it an hour after the start, when NTP or a person has
// corrected it.
#pragma once

#include <algorithm>
#include <cstdint>

namespace papo::store {

// An age and the machine's clock expected at that age, both in ms since 1970. The database keeps it between runs.
struct AgeMark {
    std::int64_t age_ms = 0;
    std::int64_t wall_ms = 0;
};

class AgeClock {
public:
    static constexpr std::int64_t settles_after_ms = 3'600'000;

    // `mark`: from the last run; its age is 0 if there was none. `wall_ms`: the machine's clock, in ms since 1970.
    // `passed_ms`: CLOCK_BOOTTIME in ms, which never jumps and counts while the machine sleeps.
    AgeClock(AgeMark mark, std::int64_t wall_ms, std::int64_t passed_ms)
        : mark_(mark.age_ms == 0 ? AgeMark{wall_ms, wall_ms} : mark), started_ms_(passed_ms), read_ms_(passed_ms) {}

    // The mark of now, for the database to keep. Its age never goes back.
    AgeMark read(std::int64_t wall_ms, std::int64_t passed_ms) {
        const auto step = std::max<std::int64_t>(passed_ms - read_ms_, 0);
        read_ms_ = std::max(passed_ms, read_ms_);
        mark_.age_ms += step;
        mark_.wall_ms += step;
        if (!settled_ && read_ms_ - started_ms_ >= settles_after_ms) settle(wall_ms);
        return mark_;
    }

private:
    static constexpr std::int64_t papo_began_ms = 1'704'067'200'000;  // 2024: an earlier time means an unset clock

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
