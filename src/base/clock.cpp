#include "papo/base/clock.h"

#include <ctime>

namespace papo {

std::int64_t read_mono_us() {
    timespec t{};
    ::clock_gettime(CLOCK_MONOTONIC, &t);
    return std::int64_t{t.tv_sec} * 1'000'000 + t.tv_nsec / 1000;
}

std::int64_t read_wall_ms() {
    timespec t{};
    ::clock_gettime(CLOCK_REALTIME, &t);
    return std::int64_t{t.tv_sec} * 1000 + t.tv_nsec / 1'000'000;
}

Now read_clocks() {
    return {read_mono_us() / 1000, read_wall_ms()};
}

}  // namespace papo
