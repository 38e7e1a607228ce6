#include <gtest/gtest.h>

#include "papo/base/histogram.h"

namespace papo::test {
namespace {

TEST(HistogramTest, ShouldGiveQuantilesWithinAnEighth) {
    Histogram histogram;
    EXPECT_EQ(histogram.quantile(0.5), 0U);
    for (std::uint64_t us = 1; us <= 100'000; ++us) histogram.record(us);
    for (const double share : {0.01, 0.5, 0.9, 0.99, 0.9999}) {
        const auto exact = 100'000 * share;
        EXPECT_GE(static_cast<double>(histogram.quantile(share)), exact * 0.999) << share;
        EXPECT_LE(static_cast<double>(histogram.quantile(share)), exact * 1.126) << share;
    }
    EXPECT_EQ(histogram.quantile(1), 100'000U);
    EXPECT_EQ(histogram.max(), 100'000U);
    EXPECT_EQ(histogram.count(), 100'000U);
    EXPECT_EQ(histogram.at_most(100'000), 100'000U);
    EXPECT_EQ(histogram.at_most(0), 0U);
}

TEST(HistogramTest, ShouldTakeAnyNumber) {
    Histogram histogram;
    histogram.record(0);
    histogram.record(UINT64_MAX);
    EXPECT_EQ(histogram.quantile(0.1), 0U);
    EXPECT_EQ(histogram.max(), UINT64_MAX);
}

}  // namespace
}  // namespace papo::test
