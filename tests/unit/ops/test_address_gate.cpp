#include <gtest/gtest.h>

#include "papo/ops/address_gate.h"

namespace papo::test {
namespace {

using ops::AddressGate;
using ops::UploadPlace;

constexpr Now start{1000, 0};

TEST(AddressGateTest, ShouldGiveOneAddressHalfOfTheUploads) {
    AddressGate gate({4, {}, {}});
    EXPECT_FALSE(gate.begin_upload(7, start));
    EXPECT_FALSE(gate.begin_upload(7, start));
    EXPECT_EQ(gate.begin_upload(7, start), Limit::uploads_at_once_per_address);
    EXPECT_FALSE(gate.begin_upload(8, start));
    EXPECT_FALSE(gate.begin_upload(9, start));
    EXPECT_EQ(gate.begin_upload(10, start), Limit::uploads_at_once);
    gate.end_upload(7);
    EXPECT_FALSE(gate.begin_upload(7, start));
}

TEST(AddressGateTest, ShouldApplyOnlyTheTotalLimitWithoutAnAddress) {
    AddressGate gate({2, {}, {}});
    EXPECT_FALSE(gate.begin_upload(0, start));
    {
        EXPECT_FALSE(gate.begin_upload(0, start));
        const UploadPlace place(gate, 0);
        EXPECT_EQ(gate.begin_upload(0, start), Limit::uploads_at_once);
    }
    EXPECT_FALSE(gate.begin_upload(0, start)) << "end_upload() gives the place back";
}

TEST(AddressGateTest, ShouldAllowOneUploadAtALimitOfOne) {
    AddressGate gate({1, {}, {}});
    EXPECT_FALSE(gate.begin_upload(7, start));
    EXPECT_EQ(gate.begin_upload(7, start), Limit::uploads_at_once);
}

TEST(AddressGateTest, ShouldHaveNoLimitAtZero) {
    AddressGate gate({0, {}, {}});
    for (int i = 0; i < 1000; ++i) EXPECT_FALSE(gate.begin_upload(7, start));
}

TEST(AddressGateTest, ShouldLimitTheUploadRateOfAnAddress) {
    AddressGate gate({0, TokenRate::per_second(1, 2), {}});
    EXPECT_FALSE(gate.begin_upload(7, start));
    EXPECT_FALSE(gate.begin_upload(7, start));
    EXPECT_EQ(gate.begin_upload(7, start), Limit::uploads_per_address);
    EXPECT_FALSE(gate.begin_upload(8, start));
    EXPECT_FALSE(gate.begin_upload(7, {2000, 0}));
    for (int i = 0; i < 10; ++i) EXPECT_FALSE(gate.begin_upload(0, start));
}

TEST(AddressGateTest, ShouldLimitTheErrorsOfAnAddress) {
    AddressGate gate({0, {}, TokenRate::per_second(1, 2)});
    EXPECT_TRUE(gate.may_err(7, start));
    EXPECT_TRUE(gate.may_err(7, start));
    EXPECT_FALSE(gate.may_err(7, start));
    EXPECT_TRUE(gate.may_err(8, start));
    EXPECT_TRUE(gate.may_err(7, {2000, 0}));
    for (int i = 0; i < 10; ++i) EXPECT_TRUE(gate.may_err(0, start));
}

}  // namespace
}  // namespace papo::test
