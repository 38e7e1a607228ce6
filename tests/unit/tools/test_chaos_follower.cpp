#include <gtest/gtest.h>

#include "tools/chaos/follower.h"

namespace papo::test {
namespace {

using namespace chaos;

Json message(std::uint64_t seq, const std::string& from = "ana") {
    return {{"seq", seq}, {"ts", 1000 + seq}, {"from", from}, {"id", std::to_string(seq)}, {"text", "oi"}};
}

Json messages(std::uint64_t first, std::uint64_t last) {
    auto list = Json::array();
    for (auto seq = first; seq <= last; ++seq) list.push_back(message(seq));
    return list;
}

Json joined(std::uint64_t newest, bool resumed, const Json& list, const std::string& epoch = "e") {
    const bool more = list.empty() ? newest > 0 : list.front().at("seq") > 1;
    return {{"epoch", epoch}, {"seq", newest}, {"resumed", resumed}, {"messages", list}, {"more", more}};
}

class ChaosFollower : public testing::Test {
protected:
    void come_back(const Json& news) {
        bia.disconnected();
        bia.joined(news);
    }
    void hear(std::uint64_t seq, const std::string& from = "ana") { bia.message(entry_of(message(seq, from))); }

    Findings findings;
    std::vector<std::uint64_t> shown;
    Follower bia{"bia", "sala1", findings, [this](const Entry& entry) { shown.push_back(entry.seq); }};
};

TEST_F(ChaosFollower, ShouldFollowAndResume) {
    bia.joined(joined(0, false, Json::array()));
    hear(1);
    hear(2);
    come_back(joined(4, true, messages(3, 4)));
    hear(5);
    come_back(joined(5, true, Json::array()));
    EXPECT_EQ(bia.position(), 5U);
    EXPECT_EQ(bia.resumes(), 2U);
    EXPECT_EQ(shown.size(), 5U);
    EXPECT_EQ(findings.failed_checks(), 0U);
}

TEST_F(ChaosFollower, ShouldFillAHoleFromTheHistoryWhileOthersTalk) {
    bia.joined(joined(60, false, messages(11, 60)));
    EXPECT_EQ(bia.position(), 0U);
    EXPECT_EQ(bia.hole_before(), 11U);
    hear(61);
    bia.history({{"messages", messages(4, 10)}, {"more", true}});
    EXPECT_EQ(bia.hole_before(), 4U);
    bia.history({{"messages", messages(1, 3)}, {"more", false}});
    EXPECT_EQ(bia.hole_before(), std::nullopt);
    EXPECT_EQ(bia.position(), 61U);
    EXPECT_EQ(bia.holes_filled(), 1U);
    EXPECT_EQ(findings.failed_checks(), 0U);
}

TEST_F(ChaosFollower, ShouldSeeAGap) {
    bia.joined(joined(0, false, Json::array()));
    hear(1);
    hear(3);
    EXPECT_EQ(findings.count(Check::ordered), 1U);
}

TEST_F(ChaosFollower, ShouldSeeARepeat) {
    bia.joined(joined(2, false, messages(1, 2)));
    hear(2);
    EXPECT_EQ(findings.count(Check::ordered), 1U);
}

TEST_F(ChaosFollower, ShouldSeeAListThatIsNotInOrder) {
    auto list = messages(1, 3);
    std::swap(list[0], list[1]);
    bia.joined(joined(3, false, list));
    EXPECT_GE(findings.count(Check::ordered), 1U);
}

TEST_F(ChaosFollower, ShouldSeeAListThatEndsTooEarly) {
    bia.joined(joined(4, false, messages(1, 3)));
    EXPECT_EQ(findings.count(Check::ordered), 1U);
}

TEST_F(ChaosFollower, ShouldTakeTheStoredCopyOfItsRepetition) {
    bia.joined(joined(0, false, Json::array()));
    hear(1, "bia");
    hear(2);
    bia.expect_copy("1");
    EXPECT_TRUE(bia.waits_for_copy());
    hear(1, "bia");
    EXPECT_FALSE(bia.waits_for_copy());
    EXPECT_EQ(findings.failed_checks(), 0U);
    hear(1, "bia");
    EXPECT_EQ(findings.count(Check::ordered), 1U) << "the client repeated one message, so one copy is expected";
}

TEST_F(ChaosFollower, ShouldTakeARepetitionAsNewIfItWasNotStored) {
    bia.joined(joined(0, false, Json::array()));
    bia.expect_copy("1");
    hear(1, "bia");
    EXPECT_FALSE(bia.waits_for_copy());
    EXPECT_EQ(bia.position(), 1U);
    EXPECT_EQ(findings.failed_checks(), 0U);
}

TEST_F(ChaosFollower, ShouldTakeTheCopyOfAMessageFromTheOldConnection) {
    bia.joined(joined(0, false, Json::array()));
    bia.expect_copy("1");
    hear(1, "bia");
    hear(2);
    hear(1, "bia");
    EXPECT_EQ(findings.failed_checks(), 0U);
    hear(1, "bia");
    EXPECT_EQ(findings.count(Check::ordered), 1U) << "the copy may come only once";
}

TEST_F(ChaosFollower, ShouldSeeThatTheLogIsShorter) {
    bia.joined(joined(3, false, messages(1, 3)));
    come_back(joined(2, false, messages(1, 2)));
    EXPECT_EQ(findings.count(Check::kept), 1U);
    EXPECT_EQ(findings.failed_checks(), 1U) << "no other finding";
}

TEST_F(ChaosFollower, ShouldSeeAResumeThatLeavesOut) {
    bia.joined(joined(1, false, messages(1, 1)));
    come_back(joined(4, true, messages(3, 4)));
    EXPECT_EQ(findings.count(Check::resumed), 1U);
}

TEST_F(ChaosFollower, ShouldSeeAMissingResume) {
    bia.joined(joined(1, false, messages(1, 1)));
    come_back(joined(101, false, messages(52, 101)));
    EXPECT_EQ(findings.failed_checks(), 0U) << "no finding before the history is complete";
    bia.history({{"messages", messages(1, 51)}, {"more", false}});
    EXPECT_EQ(findings.count(Check::resumed), 1U);
}

TEST_F(ChaosFollower, ShouldNotAskForAResumeOfTooMuch) {
    bia.joined(joined(1, false, messages(1, 1)));
    come_back(joined(2002, false, messages(1953, 2002)));
    bia.history({{"messages", messages(1, 1952)}, {"more", false}});
    EXPECT_EQ(bia.position(), 2002U);
    EXPECT_EQ(findings.failed_checks(), 0U);
}

TEST_F(ChaosFollower, ShouldSeeAWrongMore) {
    auto news = joined(2, false, messages(1, 2));
    news["more"] = true;
    bia.joined(news);
    EXPECT_EQ(findings.count(Check::answers), 1U);
}

TEST_F(ChaosFollower, ShouldSeeTalkBeforeJoined) {
    hear(1);
    EXPECT_EQ(findings.count(Check::ordered), 1U);
}

}  // namespace
}  // namespace papo::test
