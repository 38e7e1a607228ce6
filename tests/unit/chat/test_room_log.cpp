#include <gtest/gtest.h>

#include "papo/chat/room_log.h"

namespace papo::test {
namespace {

using namespace chat;

EntryPtr entry_of(std::uint64_t seq, std::size_t text = 1, std::uint8_t session = 1) {
    Entry entry;
    entry.seq = seq;
    entry.ts = static_cast<std::int64_t>(seq);
    entry.session = SessionId{session};
    entry.id = std::to_string(seq);
    entry.body = Said{std::string(text, 'x'), nullptr};
    weigh(entry);
    return std::make_shared<const Entry>(std::move(entry));
}

std::string seqs(const std::vector<EntryPtr>& entries) {
    std::string text;
    for (const auto& entry : entries) text += (text.empty() ? "" : " ") + std::to_string(entry->seq);
    return text;
}

class RoomLogTest : public testing::Test {
protected:
    void say(std::uint64_t from, std::uint64_t to, std::size_t text = 1) {
        for (auto seq = from; seq <= to; ++seq) log.add(entry_of(seq, text));
    }
    std::string page(std::uint64_t before, std::size_t limit, std::size_t weight = SIZE_MAX) {
        const auto found = log.page(before, limit, weight);
        return found ? seqs(found->entries) + (found->more ? " more" : "") : "on the disk";
    }
    std::string since(std::uint64_t seq, std::size_t limit = 100, std::size_t weight = SIZE_MAX) {
        const auto found = log.since(seq, limit, weight);
        return found ? seqs(*found) : "no";
    }

    RoomLog log{RoomRecord{}};
};

TEST_F(RoomLogTest, ShouldBeginEmpty) {
    EXPECT_EQ(page(100, 10), "");
    EXPECT_EQ(since(0), "");
    EXPECT_EQ(since(1), "no");
    EXPECT_TRUE(log.reaches(1));
}

TEST_F(RoomLogTest, ShouldPageFromMemoryOnlyIfThePageIsWholeThere) {
    say(1, 9);
    EXPECT_EQ(page(100, 3), "7 8 9 more");
    EXPECT_EQ(page(4, 3), "1 2 3");
    EXPECT_EQ(page(1, 3), "");
    const auto one = weight(*entry_of(1));
    log.trim(4 * one);
    EXPECT_EQ(log.in_memory_from(), 6U);
    EXPECT_EQ(page(100, 4), "6 7 8 9 more");
    EXPECT_EQ(page(100, 5), "on the disk");
    EXPECT_EQ(page(6, 1), "on the disk");
    EXPECT_EQ(page(100, 9, 2 * one), "8 9 more") << "as many as the weight allows";
    EXPECT_EQ(page(100, 9, 4 * one), "on the disk") << "the next entry may fit into the weight";
    EXPECT_EQ(page(100, 9, 1), "9 more") << "a page has at least one entry";
}

TEST_F(RoomLogTest, ShouldKeepTheNewestHoweverHeavy) {
    say(1, 3, 10'000);
    log.trim(0);
    EXPECT_EQ(log.in_memory_from(), 3U);
    EXPECT_EQ(log.find(3)->seq, 3U);
    EXPECT_EQ(log.find(2), nullptr);
    EXPECT_EQ(log.find(4), nullptr);
    EXPECT_EQ(log.tail_bytes(), weight(*log.find(3)));
}

TEST_F(RoomLogTest, ShouldResumeOnlyWithoutAGap) {
    say(1, 9);
    EXPECT_EQ(since(6), "7 8 9");
    EXPECT_EQ(since(9), "");
    EXPECT_EQ(since(10), "no");
    EXPECT_EQ(since(0, 9), "1 2 3 4 5 6 7 8 9");
    EXPECT_EQ(since(0, 8), "no");
    EXPECT_EQ(since(6, 100, 3 * weight(*entry_of(1)) - 1), "no");
    log.trim(3 * weight(*entry_of(1)));
    EXPECT_EQ(since(6), "7 8 9");
    EXPECT_EQ(since(5), "no");
    EXPECT_FALSE(log.reaches(6));
    EXPECT_TRUE(log.reaches(7));
}

TEST_F(RoomLogTest, ShouldGrowBackwardsOnlyFromItsFirstEntry) {
    say(1, 9);
    log.trim(0);
    const std::vector<EntryPtr> gap{entry_of(5), entry_of(6), entry_of(7)};
    log.prepend(gap);
    EXPECT_EQ(log.in_memory_from(), 9U);
    const std::vector<EntryPtr> fits{entry_of(7), entry_of(8)};
    log.prepend(fits);
    EXPECT_EQ(since(6), "7 8 9");
    const std::vector<EntryPtr> overlaps{entry_of(6), entry_of(7), entry_of(8)};
    log.prepend(overlaps);
    EXPECT_EQ(since(5), "6 7 8 9");
    log.trim(0);
    EXPECT_EQ(log.tail_bytes(), weight(*entry_of(9)));
}

TEST_F(RoomLogTest, ShouldKnowAnIdFromItsProposalOnAndForgetItWhenRefused) {
    log.keep_ids(SessionId{1});
    say(1, 1);
    const auto draft = entry_of(2);
    log.propose(*draft);
    EXPECT_EQ(log.proposals(), 1U);
    EXPECT_EQ(log.record().seq, 1U);
    EXPECT_EQ(log.ids(SessionId{1})->find("2"), RecentIds::proposed);
    log.refuse(*draft);
    EXPECT_EQ(log.proposals(), 0U);
    EXPECT_EQ(log.ids(SessionId{1})->find("2"), 0U);
    EXPECT_EQ(log.ids(SessionId{1})->find("1"), 1U);
    log.propose(*draft);
    log.accept(draft);
    EXPECT_EQ(log.proposals(), 0U);
    EXPECT_EQ(log.record().seq, 2U);
    EXPECT_EQ(log.ids(SessionId{1})->find("2"), 2U);
}

TEST_F(RoomLogTest, ShouldForgetRemovedEntries) {
    say(1, 9);
    log.forget_before(6);
    EXPECT_EQ(page(100, 9), "6 7 8 9");
    EXPECT_EQ(since(4), "no") << "5 is gone";
    EXPECT_EQ(since(5), "6 7 8 9");
    log.forget_before(10);
    EXPECT_EQ(page(100, 9), "");
    EXPECT_EQ(log.record().seq, 9U) << "seq continues";
}

TEST(RecentIdsTest, ShouldRememberAtLeastAThousand) {
    RecentIds ids;
    for (std::uint64_t i = 1; i <= 10'000; ++i) {
        ids.add("id" + std::to_string(i), i);
        const auto oldest = i < RecentIds::at_least ? 1 : i - RecentIds::at_least + 1;
        ASSERT_EQ(ids.find("id" + std::to_string(oldest)), oldest);
    }
    EXPECT_EQ(ids.find("id1"), 0U) << "ids do not stay for ever";
    EXPECT_EQ(ids.find("other"), 0U);
}

TEST(RecentIdsTest, ShouldTakeBackWithoutLosingTheRest) {
    RecentIds ids;
    for (std::uint64_t i = 1; i <= 500; ++i) ids.add(std::to_string(i), i);
    for (std::uint64_t i = 2; i <= 500; i += 2) ids.remove(std::to_string(i));
    ids.remove("never said");
    for (std::uint64_t i = 1; i <= 500; ++i) EXPECT_EQ(ids.find(std::to_string(i)), i % 2 == 0 ? 0 : i);
    ids.add("2", 501);
    EXPECT_EQ(ids.find("2"), 501U);
}

}  // namespace
}  // namespace papo::test
