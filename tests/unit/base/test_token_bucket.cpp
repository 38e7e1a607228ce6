#include <gtest/gtest.h>

#include "papo/base/bucket_table.h"
#include "papo/base/token_bucket.h"

namespace papo::test {
namespace {

int take_all(TokenBucket& bucket, const TokenRate& rate, std::int64_t now_ms) {
    int taken = 0;
    while (taken < 100'000 && bucket.take(rate, now_ms)) ++taken;
    return taken;
}

TEST(TokenBucketTest, ShouldHoldItsBurstAndFillAtItsRate) {
    const auto rate = TokenRate::per_second(20, 40);
    TokenBucket bucket;
    EXPECT_EQ(take_all(bucket, rate, 1000), 40);
    EXPECT_EQ(take_all(bucket, rate, 1049), 0);
    EXPECT_EQ(take_all(bucket, rate, 1050), 1);
    EXPECT_EQ(take_all(bucket, rate, 2050), 20);
    EXPECT_EQ(take_all(bucket, rate, 1'000'000), 40) << "a bucket never holds more than its burst";
}

TEST(TokenBucketTest, ShouldNotChargeForARefusal) {
    const auto rate = TokenRate::every_ms(60'000, 5);
    TokenBucket bucket;
    EXPECT_EQ(take_all(bucket, rate, 0), 5);
    for (int i = 0; i < 100; ++i) EXPECT_FALSE(bucket.take(rate, 59'999));
    EXPECT_TRUE(bucket.take(rate, 60'000));
}

TEST(TokenBucketTest, ShouldSayHowLongToWait) {
    const auto rate = TokenRate::every_ms(10'000, 2);
    TokenBucket bucket;
    EXPECT_EQ(bucket.wait_ms(rate, 500), 0);
    take_all(bucket, rate, 500);
    EXPECT_EQ(bucket.wait_ms(rate, 500), 10'000);
    EXPECT_EQ(bucket.wait_ms(rate, 10'499), 1);
    EXPECT_FALSE(bucket.has(rate, 10'499));
    EXPECT_TRUE(bucket.has(rate, 10'500));
}

TEST(TokenBucketTest, ShouldTakeBackUnusedTokens) {
    const auto rate = TokenRate::every_ms(10'000, 2);
    TokenBucket bucket;
    take_all(bucket, rate, 0);
    bucket.give_back(rate);
    EXPECT_EQ(take_all(bucket, rate, 0), 1);
    bucket.give_back(rate);
    bucket.give_back(rate);
    EXPECT_TRUE(bucket.is_full(0));
    EXPECT_EQ(take_all(bucket, rate, 1'000'000), 2);
}

TEST(TokenBucketTest, ShouldSupportTheFastestRateAndNone) {
    TokenBucket fast;
    const auto rate = TokenRate::per_second(1'000'000'000, 3);
    EXPECT_EQ(take_all(fast, rate, 1), 3);
    EXPECT_EQ(take_all(fast, rate, 2), 3);
    TokenBucket free;
    EXPECT_EQ(take_all(free, TokenRate::per_second(0, 0), 1), 100'000);
    EXPECT_EQ(take_all(free, TokenRate::every_ms(1000, 0), 1), 100'000);
}

TEST(BucketTableTest, ShouldKeepOneKeyApartFromAnother) {
    BucketTable<int> table(TokenRate::every_ms(1000, 1));
    EXPECT_TRUE(table.take(1, 0));
    EXPECT_FALSE(table.take(1, 999));
    EXPECT_EQ(table.wait_ms(1, 999), 1);
    EXPECT_TRUE(table.take(2, 999));
    EXPECT_TRUE(table.take(1, 1000));
    table.give_back(1);
    EXPECT_TRUE(table.has(1, 1000));
}

TEST(BucketTableTest, ShouldForgetFullBuckets) {
    BucketTable<int> table(TokenRate::every_ms(1000, 1));
    for (int key = 0; key < 100'000; ++key) EXPECT_TRUE(table.take(key, key * 100));
    EXPECT_LE(table.size(), 64U) << "about ten buckets are not full";
}

TEST(BucketTableTest, ShouldShareABucketBeyondItsSize) {
    BucketTable<int> table(TokenRate::every_ms(1000, 2), 100);
    for (int key = 0; key < 100; ++key) EXPECT_TRUE(table.take(key, 0));
    EXPECT_TRUE(table.take(100, 0));
    EXPECT_TRUE(table.take(101, 0));
    EXPECT_FALSE(table.take(102, 0)) << "the shared bucket is empty";
    EXPECT_FALSE(table.has(103, 0));
    EXPECT_TRUE(table.take(5, 0)) << "a key with a bucket keeps it";
    EXPECT_EQ(table.size(), 100U);
    EXPECT_TRUE(table.take(102, 3000)) << "the table has room again";
    EXPECT_LE(table.size(), 2U);
}

TEST(BucketTableTest, ShouldRememberNoKeysWithoutALimit) {
    BucketTable<int> table(TokenRate{});
    for (int key = 0; key < 1000; ++key) EXPECT_TRUE(table.take(key, 0));
    EXPECT_EQ(table.size(), 0U);
}

}  // namespace
}  // namespace papo::test
