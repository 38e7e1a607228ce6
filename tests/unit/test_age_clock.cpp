#include <gtest/gtest.h>

#include "papo/store/age_clock.h"

namespace papo::test {
namespace {

using store::AgeClock;
using store::AgeMark;

constexpr std::int64_t hour = 3'600'000;
constexpr std::int64_t day = 24 * hour;
constexpr std::int64_t year = 365 * day;
constexpr std::int64_t today = 1'790'000'000'000;  // ms since 1970

TEST(AgeClock, ShouldBeginWithTheMachinesClock) {
    AgeClock clock({}, today, 77);
    EXPECT_EQ(clock.read(today, 77).age_ms, today);
    EXPECT_EQ(clock.read(today + 5, 82).age_ms, today + 5);
}

TEST(AgeClock, ShouldGoOnWithWhatPassesHoweverTheClockIsSet) {
    AgeClock clock({}, today, 0);
    EXPECT_EQ(clock.read(today + 10 * year, 1).age_ms, today + 1);
    EXPECT_EQ(clock.read(today - 10 * year, 2).age_ms, today + 2);
    EXPECT_EQ(clock.read(today + 2 * hour, 2 * hour).age_ms, today + 2 * hour);
    EXPECT_EQ(clock.read(today + 10 * year, 3 * hour).age_ms, today + 3 * hour);
    EXPECT_EQ(clock.read(0, 4 * hour).age_ms, today + 4 * hour);
}

TEST(AgeClock, ShouldCountTheTimeItWasOffAnHourAfterTheStart) {
    AgeClock clock({today, today}, today + 90 * day, 0);
    EXPECT_EQ(clock.read(today + 90 * day, hour - 1).age_ms, today + hour - 1);
    const auto mark = clock.read(today + 90 * day + hour, hour);
    EXPECT_EQ(mark.age_ms, today + 90 * day + hour);
    EXPECT_EQ(mark.wall_ms, today + 90 * day + hour);
    EXPECT_EQ(clock.read(today + 90 * day + hour + 1, hour + 1).age_ms, today + 90 * day + hour + 1) << "and once";
}

TEST(AgeClock, ShouldCountTimeOffThatShortRunsHadNoTimeToAskFor) {
    AgeMark mark{today, today};
    for (int run = 1; run <= 10; ++run) {
        AgeClock clock(mark, today + run * day, 0);
        mark = clock.read(today + run * day + hour / 2, hour / 2);
    }
    EXPECT_EQ(mark.age_ms, today + 5 * hour) << "half an hour each";
    AgeClock clock(mark, today + 11 * day, 0);
    EXPECT_EQ(clock.read(today + 11 * day + hour, hour).age_ms, today + 11 * day + hour);
}

TEST(AgeClock, ShouldNotBelieveAClockThatStartsWrongAndIsCorrected) {
    AgeClock ahead({today, today}, today + 10 * year, 0);
    EXPECT_EQ(ahead.read(today + day + hour, hour).age_ms, today + day + hour);
    AgeClock behind({today, today}, 0, 0);
    EXPECT_EQ(behind.read(today + day + hour, hour).age_ms, today + day + hour);
}

TEST(AgeClock, ShouldTakeNoTimeOffFromAClockThatWasNeverSet) {
    AgeClock first({}, 1000, 0);
    const auto mark = first.read(1000 + 2 * hour, 2 * hour);
    AgeClock second(mark, today, 0);
    EXPECT_EQ(second.read(today + hour, hour).age_ms, mark.age_ms + hour);
    const AgeMark set = second.read(today + 2 * hour, 2 * hour);
    EXPECT_EQ(set.wall_ms, today + 2 * hour);
}

TEST(AgeClock, ShouldKeepWhatItKnowsWhenTheClockStaysBehind) {
    AgeClock wrong({today, today}, 1000, 0);
    const auto mark = wrong.read(1000 + 2 * hour, 2 * hour);
    EXPECT_EQ(mark.age_ms, today + 2 * hour);
    AgeClock right(mark, today + 3 * hour, 0);
    EXPECT_EQ(right.read(today + 4 * hour, hour).age_ms, today + 4 * hour) << "not decades";
}

}  // namespace
}  // namespace papo::test
