#include "papo/base/clock.h"

#include <ctime>

namespace papo {
namespace {

std::int64_t milliseconds(clockid_t clock) {
    timespec t{};
    ::clock_gettime(clock, &t);
    return std::int64_t{t.tv_sec} * 1000 + t.tv_nsec / 1'000'000;
}

}  // namespace

Now read_clocks() {
    return {milliseconds(CLOCK_MONOTONIC), milliseconds(CLOCK_REALTIME)};
}

}  // namespace papo
