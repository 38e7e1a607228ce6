#include <gtest/gtest.h>

#include "papo/http/body_pace.h"

namespace papo::test {
namespace {

constexpr std::int64_t window = 30'000;  // ms
constexpr std::uint64_t share = 30 * 1024;

class BodyPaceTest : public testing::Test {
protected:
    void SetUp() override { pace.begin(0, window, 1024); }
    std::optional<Limit> at(std::int64_t ms) { return pace.check(ms); }
    http::BodyPace pace;
};

TEST_F(BodyPaceTest, ShouldAllowOneWindowOfSilence) {
    EXPECT_EQ(pace.deadline(), window);
    EXPECT_EQ(at(window - 1), std::nullopt);
    EXPECT_EQ(at(window), Limit::body_timeout);
}

TEST_F(BodyPaceTest, ShouldGiveTheFirstWindowToSlowStarters) {
    pace.add(1, window - 1);
    EXPECT_EQ(pace.deadline(), window);
    EXPECT_EQ(at(window), std::nullopt);
    EXPECT_EQ(pace.deadline(), 2 * window - 1);
    EXPECT_EQ(at(2 * window - 1), Limit::body_timeout);
}

TEST_F(BodyPaceTest, ShouldCutOffADrippingBody) {
    pace.add(1, 20'000);
    EXPECT_EQ(at(window), std::nullopt);
    pace.add(1, 40'000);
    EXPECT_EQ(at(2 * window), Limit::upload_rate);
}

TEST_F(BodyPaceTest, ShouldRequireTheShareOfEachWindow) {
    pace.add(1'000'000, 1);
    EXPECT_EQ(at(window), std::nullopt);
    pace.add(share, 2 * window - 1);
    EXPECT_EQ(at(2 * window), std::nullopt);
    pace.add(share - 1, 3 * window - 1);
    EXPECT_EQ(at(3 * window), Limit::upload_rate) << "bytes of earlier windows do not count";
}

TEST_F(BodyPaceTest, ShouldRequireNoRateAtZero) {
    pace.begin(0, window, 0);
    for (int i = 1; i < 10; ++i) {
        pace.add(1, i * window - 1);
        EXPECT_EQ(at(i * window), std::nullopt);
    }
}

}  // namespace
}  // namespace papo::test
