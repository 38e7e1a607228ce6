// Time as a parameter: whoever needs it is handed a Now, nobody asks the system behind its caller's back.
#pragma once

#include <cstdint>

namespace papo {

// One reading of both clocks, taken once a turn of the loop.
struct Now {
    std::int64_t mono_ms = 0;  // CLOCK_MONOTONIC, for deadlines and durations
    std::int64_t wall_ms = 0;  // CLOCK_REALTIME since 1970, for what people read
};

// Reads the system's clocks. Only the loop calls these.
Now read_clocks();
std::int64_t read_mono_us();  // CLOCK_MONOTONIC
std::int64_t read_wall_ms();  // CLOCK_REALTIME

}  // namespace papo
