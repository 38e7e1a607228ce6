#include <gtest/gtest.h>

#include <algorithm>

#include "tools/chaos/proof.h"

namespace papo::test {
namespace {

using namespace chaos;

Entry entry(std::uint64_t seq, const std::string& from, const std::string& id, const std::string& text = "oi") {
    return {seq, static_cast<std::int64_t>(1000 + seq), {from, id}, digest_of(text), text.size()};
}

// Five acknowledged messages and one that never was.
class ChaosProof : public testing::Test {
protected:
    ChaosProof() {
        for (const auto& each : log) {
            record.sent("sala1", each.key, each.digest);
            record.acknowledged("sala1", each);
            record.shown("bia", "sala1", each);
        }
        record.sent("sala1", {"ana", "open"}, digest_of("oi"));
    }
    Verdict verdict() { return prove("sala1", record.of("sala1"), log, findings); }

    std::vector<Entry> log{entry(1, "ana", "1"), entry(2, "ana", "2"), entry(3, "leo", "1"), entry(4, "ana", "3"),
                           entry(5, "leo", "2")};
    Findings findings;
    Record record{findings};
};

TEST_F(ChaosProof, ShouldFindNothingInAGoodLog) {
    const auto found = verdict();
    EXPECT_EQ(found.sent, 6U);
    EXPECT_EQ(found.acknowledged, 5U);
    EXPECT_EQ(found.found, 5U);
    EXPECT_EQ(findings.failed_checks(), 0U);
}

TEST_F(ChaosProof, ShouldTakeAnUnacknowledgedMessageOnce) {
    log.push_back(entry(6, "ana", "open"));
    verdict();
    EXPECT_EQ(findings.failed_checks(), 0U);
    log.push_back(entry(7, "ana", "open"));
    EXPECT_EQ(verdict().duplicated, 1U);
    EXPECT_EQ(findings.count(Check::once), 1U);
}

TEST_F(ChaosProof, ShouldMissALostMessage) {
    log.pop_back();
    EXPECT_EQ(verdict().lost, 1U);
    EXPECT_EQ(findings.first(Check::kept).at(0), "sala1: leo's id 2, acknowledged at seq 5, is lost");
}

TEST_F(ChaosProof, ShouldMissAMessageThatAnyClientSaw) {
    record.sent("sala1", {"ana", "seen"}, digest_of("oi"));
    record.shown("bia", "sala1", entry(6, "ana", "seen"));
    EXPECT_EQ(verdict().lost, 1U);
    EXPECT_EQ(findings.count(Check::kept), 1U);
}

TEST_F(ChaosProof, ShouldSeeAGap) {
    log.erase(log.begin() + 1);
    const auto found = verdict();
    EXPECT_EQ(found.lost, 1U);
    EXPECT_EQ(found.out_of_order, 1U);
    EXPECT_EQ(findings.first(Check::numbered).size(), 1U);
}

TEST_F(ChaosProof, ShouldSeeADoubledMessage) {
    log.push_back(entry(6, "ana", "1"));
    EXPECT_EQ(verdict().duplicated, 1U);
    EXPECT_EQ(findings.first(Check::once).at(0), "sala1: ana's id 1 is at seq 1 and at seq 6");
}

TEST_F(ChaosProof, ShouldSeeReorderedMessages) {
    std::swap(log[1].key, log[3].key);
    const auto found = verdict();
    EXPECT_EQ(found.lost, 0U);
    EXPECT_EQ(found.out_of_order, 2U);
    EXPECT_EQ(findings.count(Check::ordered), 2U);
}

TEST_F(ChaosProof, ShouldSeeAnAlteredText) {
    log[2] = entry(3, "leo", "1", "ai");
    EXPECT_EQ(verdict().altered, 1U);
    EXPECT_EQ(findings.count(Check::agreed), 1U);
}

TEST_F(ChaosProof, ShouldSeeAnAlteredTime) {
    ++log[2].ts;
    EXPECT_EQ(verdict().altered, 1U);
    log[4].ts = 1;
    EXPECT_EQ(verdict().out_of_order, 1U) << "the time goes back";
}

TEST_F(ChaosProof, ShouldSeeAMessageThatNobodySent) {
    log.push_back(entry(6, "rex", "1"));
    EXPECT_EQ(verdict().unknown, 1U);
    EXPECT_EQ(findings.count(Check::known), 1U);
}

TEST_F(ChaosProof, ShouldSeeAnEmptyLog) {
    log.clear();
    EXPECT_EQ(verdict().lost, 5U);
}

TEST(ChaosRecord, ShouldSeeThatTwoClientsSawDifferentMessages) {
    Findings findings;
    Record record(findings);
    record.shown("bia", "sala1", entry(1, "ana", "1"));
    record.shown("leo", "sala1", entry(1, "ana", "1"));
    record.shown("leo", "sala2", entry(1, "ana", "1", "other room"));
    EXPECT_EQ(findings.failed_checks(), 0U);
    record.shown("leo", "sala1", entry(1, "ana", "1", "other words"));
    EXPECT_EQ(findings.count(Check::agreed), 1U);
    record.shown("leo", "sala1", entry(2, "ana", "1"));
    EXPECT_EQ(findings.count(Check::once), 1U);
}

TEST(ChaosRecord, ShouldSeeASecondAcknowledgementElsewhere) {
    Findings findings;
    Record record(findings);
    record.acknowledged("sala1", entry(1, "ana", "1"));
    record.acknowledged("sala1", entry(1, "ana", "1"));
    EXPECT_EQ(findings.failed_checks(), 0U);
    record.acknowledged("sala1", entry(2, "ana", "1"));
    EXPECT_EQ(findings.count(Check::repeated), 1U);
}

TEST(ChaosRecord, ShouldSeeAnotherEpoch) {
    Findings findings;
    Record record(findings);
    record.epoch("ana", "sala1", "e");
    record.epoch("bia", "sala2", "f");
    record.epoch("bia", "sala1", "e");
    EXPECT_EQ(findings.failed_checks(), 0U);
    record.epoch("bia", "sala1", "f");
    EXPECT_EQ(findings.count(Check::epochs), 1U);
}

}  // namespace
}  // namespace papo::test
