#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <random>
#include <vector>

#include "papo/net/timer_wheel.h"

namespace papo::test {
namespace {

using namespace net;

class Wheel : public testing::Test {
protected:
    std::vector<std::uint64_t> advance(std::int64_t now) {
        std::vector<std::uint64_t> fired;
        wheel.advance(now, [&](Timer& timer) { fired.push_back(timer.owner()); });
        return fired;
    }
    using Fired = std::vector<std::uint64_t>;
    TimerWheel wheel{1'000'000};
    Timer a{1};
    Timer b{2};
};

TEST_F(Wheel, ShouldFireDueTimersAndNoneEarly) {
    wheel.arm(a, 1'000'100);
    wheel.arm(b, 1'000'500);
    EXPECT_EQ(advance(1'000'099), Fired{});
    EXPECT_EQ(advance(1'000'100), Fired{1});
    EXPECT_EQ(advance(1'000'499), Fired{});
    EXPECT_EQ(advance(1'000'500), Fired{2});
    EXPECT_EQ(advance(2'000'000), Fired{});
}

TEST_F(Wheel, ShouldReachFurtherThanOneRound) {
    const auto far = 1'000'000 + 3 * 65'536 + 7;
    wheel.arm(a, far);
    for (std::int64_t now = 1'000'000; now < far; now += 5'000) ASSERT_EQ(advance(now), Fired{}) << now;
    EXPECT_EQ(advance(far), Fired{1});
}

TEST_F(Wheel, ShouldFireAfterALongStandstill) {
    wheel.arm(a, 1'000'100);
    EXPECT_EQ(advance(9'000'000), Fired{1});
}

TEST_F(Wheel, ShouldMoveAndDisarm) {
    wheel.arm(a, 1'000'100);
    wheel.arm(a, 1'000'300);
    wheel.arm(b, 1'000'100);
    b.disarm();
    EXPECT_EQ(advance(1'000'200), Fired{});
    EXPECT_EQ(advance(1'000'300), Fired{1});
    {
        Timer gone{3};
        wheel.arm(gone, 1'000'400);
    }
    EXPECT_EQ(advance(1'000'500), Fired{});
}

TEST_F(Wheel, ShouldArmAnewFromWithin) {
    wheel.arm(a, 1'000'100);
    int fired = 0;
    wheel.advance(1'000'100, [&](Timer& timer) {
        if (++fired < 3) wheel.arm(timer, 1'000'150);
    });
    EXPECT_EQ(fired, 1) << "the timer must not fire early";
    EXPECT_EQ(advance(1'000'150), Fired{1});
}

TEST_F(Wheel, ShouldWakeForTheFirstTimer) {
    EXPECT_EQ(wheel.next_wake_up(1'000'010), 1'000'010);
    wheel.arm(a, 1'000'100);
    EXPECT_LE(wheel.next_wake_up(INT64_MAX), 1'000'100);
    EXPECT_GT(wheel.next_wake_up(INT64_MAX), 1'000'000);
}

TEST_F(Wheel, ShouldNeverSleepPastADeadline) {
    std::mt19937 random(7);
    std::vector<std::unique_ptr<Timer>> timers;
    std::vector<std::int64_t> deadlines;
    for (std::uint64_t i = 0; i < 40; ++i) {
        timers.push_back(std::make_unique<Timer>(i));
        deadlines.push_back(INT64_MAX);
    }
    std::int64_t now = 1'000'000;
    const auto arm = [&](std::uint64_t i) {
        const auto deadline = now + static_cast<std::int64_t>(random() % (random() % 2 == 0 ? 40 : 5'000));
        wheel.arm(*timers[i], deadline);
        deadlines[i] = deadline;
    };
    for (int turn = 0; turn < 20'000; ++turn) {
        for (auto i = random() % 3; i > 0; --i) arm(random() % timers.size());
        if (const auto i = random() % timers.size(); random() % 4 == 0) {
            timers[i]->disarm();
            deadlines[i] = INT64_MAX;
        }
        const auto first = *std::min_element(deadlines.begin(), deadlines.end());
        const auto until = wheel.next_wake_up(now + 2'000);
        ASSERT_LE(until, std::max(first, now)) << turn;
        ASSERT_TRUE(until > now || first <= now) << "the wheel would wake without a pause";
        now = std::max(now, until + static_cast<std::int64_t>(random() % 3));
        wheel.advance(now, [&](Timer& timer) { deadlines[timer.owner()] = INT64_MAX; });
    }
}

}  // namespace
}  // namespace papo::test
