#include <gtest/gtest.h>

#include <utility>

#include "papo/net/places.h"

namespace papo::test {
namespace {

class PlacesTest : public testing::Test {
protected:
    void TearDown() override { EXPECT_EQ(places.taken(7) + places.taken(8), 0U) << "all places are free again"; }

    net::Places places{2};
};

TEST_F(PlacesTest, ShouldGiveEachSourceItsOwn) {
    const auto first = places.take(7);
    const auto second = places.take(7);
    EXPECT_TRUE(first && second);
    EXPECT_FALSE(places.take(7));
    EXPECT_TRUE(places.take(8));
}

TEST_F(PlacesTest, ShouldTakeBackPlaces) {
    {
        const auto first = places.take(7);
        auto second = places.take(7);
        const auto moved = std::move(*second);
        EXPECT_EQ(moved.source(), 7U);
        EXPECT_EQ(places.taken(7), 2U) << "a moved place counts once";
    }
    EXPECT_TRUE(places.take(7));
}

TEST_F(PlacesTest, ShouldNotLimitConnectionsWithoutASource) {
    places.set_limit(0);
    EXPECT_FALSE(places.take(7));
    EXPECT_TRUE(places.take(0));
}

TEST_F(PlacesTest, ShouldMoveAPlaceToAnotherSource) {
    places.set_limit(1);
    auto first = places.take(0);
    auto second = places.take(0);
    EXPECT_TRUE(first->move_to(7));
    EXPECT_FALSE(second->move_to(7));
    EXPECT_EQ(second->source(), 0U);
    EXPECT_TRUE(first->move_to(7)) << "the source already has the place";
    EXPECT_TRUE(first->move_to(8));
    EXPECT_TRUE(second->move_to(7));
}

}  // namespace
}  // namespace papo::test
