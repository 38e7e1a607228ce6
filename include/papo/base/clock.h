// Time as a parameter: functions that need the time take a Now and never read the system's clocks.
#pragma once

#include <cstdint>

namespace papo {

// One reading of both clocks, taken once per turn of the loop.
struct Now {
    std::int64_t mono_ms = 0;  // CLOCK_MONOTONIC, for deadlines and durations
    std::int64_t wall_ms = 0;  // CLOCK_REALTIME, ms since 1970, for times shown to people
};

// These read the system's clocks. Only the loop calls them.
Now read_clocks();
std::int64_t read_mono_us();  // CLOCK_MONOTONIC
std::int64_t read_wall_ms();  // CLOCK_REALTIME

}  // namespace papo
