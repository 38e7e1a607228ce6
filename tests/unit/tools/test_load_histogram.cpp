#include <gtest/gtest.h>

#include "tools/bench/load/histogram.h"

namespace papo::load {
namespace {

TEST(LoadHistogram, ShouldGiveSmallValuesBackExactly) {
    Histogram times;
    for (int i = 1; i <= 100; ++i) times.record(i);
    EXPECT_EQ(times.count(), 100U);
    EXPECT_DOUBLE_EQ(times.mean(), 50.5);
    EXPECT_EQ(times.quantile(0), 1U);
    EXPECT_EQ(times.quantile(0.5), 50U);
    EXPECT_EQ(times.quantile(0.99), 99U);
    EXPECT_EQ(times.quantile(1), 100U);
    EXPECT_EQ(times.max(), 100U);
}

TEST(LoadHistogram, ShouldRoundUpByLessThanAPercentAtEveryMagnitude) {
    for (std::int64_t value = 1; value < std::int64_t{1} << 40U; value += value / 3 + 1) {
        Histogram times;
        times.record(value);
        times.record(std::int64_t{1} << 40U);
        const auto read = static_cast<std::int64_t>(times.quantile(0.5));
        EXPECT_GE(read, value);
        EXPECT_LE(read - value, value / 128) << value;
    }
}

TEST(LoadHistogram, ShouldNeverGiveMoreThanTheLargest) {
    Histogram times;
    times.record(1'000'001);
    EXPECT_EQ(times.quantile(0.9999), 1'000'001U);
}

TEST(LoadHistogram, ShouldClampValuesOutOfRange) {
    Histogram times;
    times.record(-5);
    EXPECT_EQ(times.quantile(1), 0U);
    times.record(INT64_MAX);
    EXPECT_EQ(times.max(), std::uint64_t{1} << 40U);
}

TEST(LoadHistogram, ShouldFindRareLargeValues) {
    Histogram times;
    for (int i = 0; i < 9'999; ++i) times.record(100);
    times.record(5'000'000);
    EXPECT_EQ(times.quantile(0.999), 100U);
    EXPECT_EQ(times.quantile(0.9999), 100U);
    EXPECT_EQ(times.quantile(1), 5'000'000U);
}

TEST(LoadHistogram, ShouldBeZeroWithoutValues) {
    const Histogram times;
    EXPECT_EQ(times.quantile(0.5), 0U);
    EXPECT_DOUBLE_EQ(times.mean(), 0);
}

}  // namespace
}  // namespace papo::load
