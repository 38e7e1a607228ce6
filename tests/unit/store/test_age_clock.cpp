#include <gtest/gtest.h>

#include "papo/store/age_clock.h"

namespace papo::test {
namespace {

using store::AgeClock;
using store::AgeMark;

constexpr std::int64_t hour_ms = 3'600'000;
constexpr std::int64_t day = 24 * hour_ms;
constexpr std::int64_t year = 365 * day;
constexpr std::int64_t today = 1'790'000'000'000;  // ms since 1970

TEST(AgeClock, ShouldBeginWithTheMachinesClock) {
    AgeClock clock({}, today, 77);
    EXPECT_EQ(clock.read(today, 77).age_ms, today);
    EXPECT_EQ(clock.read(today + 5, 82).age_ms, today + 5);
}

TEST(AgeClock, ShouldCountPassingTimeHoweverTheClockIsSet) {
    AgeClock clock({}, today, 0);
    EXPECT_EQ(clock.read(today + 10 * year, 1).age_ms, today + 1);
    EXPECT_EQ(clock.read(today - 10 * year, 2).age_ms, today + 2);
    EXPECT_EQ(clock.read(today + 2 * hour_ms, 2 * hour_ms).age_ms, today + 2 * hour_ms);
    EXPECT_EQ(clock.read(today + 10 * year, 3 * hour_ms).age_ms, today + 3 * hour_ms);
    EXPECT_EQ(clock.read(0, 4 * hour_ms).age_ms, today + 4 * hour_ms);
}

TEST(AgeClock, ShouldCountTheTimeItWasOffAnHourAfterTheStart) {
    AgeClock clock({today, today}, today + 90 * day, 0);
    EXPECT_EQ(clock.read(today + 90 * day, hour_ms - 1).age_ms, today + hour_ms - 1);
    const auto mark = clock.read(today + 90 * day + hour_ms, hour_ms);
    EXPECT_EQ(mark.age_ms, today + 90 * day + hour_ms);
    EXPECT_EQ(mark.wall_ms, today + 90 * day + hour_ms);
    EXPECT_EQ(clock.read(today + 90 * day + hour_ms + 1, hour_ms + 1).age_ms, today + 90 * day + hour_ms + 1)
        << "the clock counts the time off once";
}

TEST(AgeClock, ShouldCountTimeOffAfterRunsTooShortToCount) {
    AgeMark mark{today, today};
    for (int run = 1; run <= 10; ++run) {
        AgeClock clock(mark, today + run * day, 0);
        mark = clock.read(today + run * day + hour_ms / 2, hour_ms / 2);
    }
    EXPECT_EQ(mark.age_ms, today + 5 * hour_ms) << "half an hour for each run";
    AgeClock clock(mark, today + 11 * day, 0);
    EXPECT_EQ(clock.read(today + 11 * day + hour_ms, hour_ms).age_ms, today + 11 * day + hour_ms);
}

TEST(AgeClock, ShouldNotBelieveAClockThatStartsWrongAndIsCorrected) {
    AgeClock ahead({today, today}, today + 10 * year, 0);
    EXPECT_EQ(ahead.read(today + day + hour_ms, hour_ms).age_ms, today + day + hour_ms);
    AgeClock behind({today, today}, 0, 0);
    EXPECT_EQ(behind.read(today + day + hour_ms, hour_ms).age_ms, today + day + hour_ms);
}

TEST(AgeClock, ShouldTakeNoTimeOffFromAClockThatWasNeverSet) {
    AgeClock first({}, 1000, 0);
    const auto mark = first.read(1000 + 2 * hour_ms, 2 * hour_ms);
    AgeClock second(mark, today, 0);
    EXPECT_EQ(second.read(today + hour_ms, hour_ms).age_ms, mark.age_ms + hour_ms);
    const AgeMark set = second.read(today + 2 * hour_ms, 2 * hour_ms);
    EXPECT_EQ(set.wall_ms, today + 2 * hour_ms);
}

TEST(AgeClock, ShouldKeepItsAgeIfTheClockStaysBehind) {
    AgeClock wrong({today, today}, 1000, 0);
    const auto mark = wrong.read(1000 + 2 * hour_ms, 2 * hour_ms);
    EXPECT_EQ(mark.age_ms, today + 2 * hour_ms);
    AgeClock right(mark, today + 3 * hour_ms, 0);
    EXPECT_EQ(right.read(today + 4 * hour_ms, hour_ms).age_ms, today + 4 * hour_ms)
        << "the age must not jump by decades";
}

}  // namespace
}  // namespace papo::test
