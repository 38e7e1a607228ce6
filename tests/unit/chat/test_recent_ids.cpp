#include "papo/chat/recent_ids.h"

#include <gtest/gtest.h>

#include <map>
#include <random>
#include <string>

namespace papo::test {
namespace {

using chat::RecentIds;

TEST(RecentIds, ShouldKeepTheLastThousandAtLeast) {
    RecentIds ids;
    for (std::uint64_t seq = 1; seq <= 5'000; ++seq) {
        ids.add(std::to_string(seq), seq);
        const auto oldest = seq < RecentIds::at_least ? 1 : seq - RecentIds::at_least + 1;
        ASSERT_EQ(ids.find(std::to_string(oldest)), oldest);
    }
    EXPECT_EQ(ids.find("1"), 0U);
}

TEST(RecentIds, ShouldForgetNoIdForOneThatWasTakenBack) {
    RecentIds ids;
    for (std::uint64_t seq = 1; seq <= 600; ++seq) ids.add(std::to_string(seq), seq);
    for (int refused = 0; refused < 5'000; ++refused) {
        const auto id = "refused" + std::to_string(refused);
        ids.add(id, 601);
        ids.remove(id);
        ASSERT_EQ(ids.find(id), 0U);
    }
    for (std::uint64_t seq = 1; seq <= 600; ++seq) ASSERT_EQ(ids.find(std::to_string(seq)), seq);
}

TEST(RecentIds, ShouldBehaveLikeAMap) {
    RecentIds ids;
    std::map<std::string, std::uint64_t> model;
    std::mt19937 random(1);
    for (std::uint64_t seq = 1; seq <= 20'000; ++seq) {
        const auto id = std::to_string(random() % 900);
        if (const auto at = model.find(id); at != model.end()) {
            ids.remove(id);
            model.erase(at);
        } else {
            ids.add(id, seq);
            model[id] = seq;
        }
        const auto other = std::to_string(random() % 900);
        ASSERT_EQ(ids.find(other), model.contains(other) ? model[other] : 0);
    }
}

}  // namespace
}  // namespace papo::test
