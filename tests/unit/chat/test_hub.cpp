#include <gtest/gtest.h>

#include "papo/chat/hub.h"
#include "tests/support/memory_storage.h"
#include "tests/support/told.h"

namespace papo::test {
namespace {

using namespace chat;
// Each test runs with a storage that answers at once and with one that answers later.
class HubTest : public testing::TestWithParam<bool> {
protected:
    void SetUp() override {
        storage.answers_later = GetParam();
        for (ConnId conn = 1; conn <= 3; ++conn) open(conn, static_cast<std::uint8_t>(conn));
    }
    void open(ConnId conn, std::uint8_t session) { hub.opened(conn, SessionId{session}, 0, now); }
    Lines join(ConnId conn, const std::string& name, const std::string& room = "r") {
        hub.apply(conn, Join{room, name, {}, {}, {}, true}, now);
        return take(conn);
    }
    // Passes on the storage's answers until there are no more.
    void settle() {
        for (auto answers = storage.take_answers(); !answers.empty(); answers = storage.take_answers()) {
            for (auto& answer : answers) hub.answered(std::move(answer), now);
        }
    }
    Lines take(ConnId who) {
        settle();
        return told.take(who);
    }
    void say(ConnId conn, const std::string& id, const std::string& text = "x") {
        hub.apply(conn, Say{"r", id, text, {}}, now);
    }
    void pass(std::int64_t ms) {
        now.mono_ms += ms;
        now.wall_ms += ms;
        hub.tick(now);
    }

    Told told;
    LaterPasswords passwords;
    MemoryStorage storage;
    HubLimits limits{};
    Hub hub{limits, storage, told, passwords};
    Now now{1'000'000, 1'700'000'000'000};
};

TEST_P(HubTest, ShouldSendNothingBeforeItIsStored) {
    join(1, "ana");
    join(2, "bia");
    take(1);
    say(1, "a", "one");
    say(2, "b", "two");
    EXPECT_TRUE(take(1).empty());
    hub.commit();
    EXPECT_EQ(take(1), (Lines{"1 ana: one", "2 bia: two"}));
    EXPECT_EQ(take(2), (Lines{"1 ana: one", "2 bia: two"}));
    EXPECT_EQ(told.runs, 1) << "a room's messages of a turn are one run";
}

TEST_P(HubTest, ShouldTakeBackEntriesThatTheDiskRefuses) {
    join(1, "ana");
    join(2, "bia");
    take(1);
    storage.broken = "the disk is gone";
    say(1, "a");
    hub.commit();
    EXPECT_EQ(take(1), Lines{"! storage"});
    EXPECT_TRUE(take(2).empty());
    storage.broken.clear();
    say(1, "a", "again");
    hub.commit();
    EXPECT_EQ(take(2), Lines{"1 ana: again"}) << "no seq is lost";
}

TEST_P(HubTest, ShouldAnswerARepeatedIdWithTheStoredCopyAlsoWithinATurn) {
    join(1, "ana");
    join(2, "bia");
    take(1);
    say(1, "a", "one");
    say(1, "a", "other");
    hub.commit();
    EXPECT_EQ(take(1), (Lines{"1 ana: one", "1 ana: one"}));
    EXPECT_EQ(take(2), Lines{"1 ana: one"});
}

TEST_P(HubTest, ShouldNeverLetTimeGoBack) {
    join(1, "ana");
    say(1, "a");
    hub.commit();
    now.wall_ms -= 5'000;
    say(1, "b");
    hub.commit();
    const auto page = storage.find_room("r")->page(10, 10, SIZE_MAX);
    ASSERT_EQ(page->entries.size(), 2U);
    EXPECT_EQ(page->entries[0]->ts, page->entries[1]->ts);
}

TEST_P(HubTest, ShouldHoldAPlaceForTenSeconds) {
    join(1, "ana");
    join(2, "bia");
    take(1);
    hub.closed(2, now);
    pass(9'999);
    EXPECT_TRUE(take(1).empty());
    EXPECT_EQ(join(3, "bia"), Lines{"! name_taken"});
    pass(1);
    EXPECT_EQ(take(1), Lines{"-bia 1"});
    EXPECT_EQ(join(3, "bia"), Lines{"joined bia seq 0:"});
}

TEST_P(HubTest, ShouldNotReportAReturnAsAJoin) {
    join(1, "ana");
    join(2, "bia");
    take(1);
    hub.closed(2, now);
    pass(5'000);
    open(4, 2);
    EXPECT_EQ(join(4, "bia"), Lines{"joined bia seq 0:"});
    pass(60'000);
    EXPECT_TRUE(take(1).empty()) << "the first absence's grace no longer counts";
    hub.closed(4, now);
    pass(10'000);
    EXPECT_EQ(take(1), Lines{"-bia 1"});
}

TEST_P(HubTest, ShouldCountTwoTabsAsOnePerson) {
    join(1, "ana");
    open(4, 2);
    join(2, "bia");
    join(4, "bia");
    take(1);
    hub.apply(2, Leave{"r"}, now);
    EXPECT_TRUE(take(1).empty());
    hub.apply(4, Leave{"r"}, now);
    EXPECT_EQ(take(1), Lines{"-bia 1"});
}

TEST_P(HubTest, ShouldResumeWithinItsLimits) {
    join(1, "ana");
    for (int i = 0; i < 2001; ++i) {
        say(1, std::to_string(i));
        pass(50);
    }
    hub.commit();
    const auto resume = [&](std::uint64_t since) {
        hub.apply(2, Leave{"r"}, now);
        take(2);
        hub.apply(2, Join{"r", "bia", {}, since, told.epoch, true}, now);
        return take(2).front().substr(0, 32);
    };
    join(2, "bia");
    EXPECT_EQ(resume(1), "joined bia seq 2001 resumed more");
    EXPECT_EQ(resume(2001), "joined bia seq 2001 resumed more");
    EXPECT_EQ(resume(0).find("resumed"), std::string::npos) << "2,001 entries are too many";
    EXPECT_EQ(resume(2002).find("resumed"), std::string::npos) << "no client can have seen this seq";
}

TEST_P(HubTest, ShouldChargeEachCommandAndRefillWithTime) {
    join(1, "ana");
    for (int i = 0; i < 39; ++i) say(1, std::to_string(i));
    hub.commit();
    take(1);
    say(1, "over");
    EXPECT_EQ(take(1), Lines{"! rate_limited"});
    hub.apply(1, Type{"r"}, now);
    EXPECT_TRUE(take(1).empty()) << "dropped silently";
    pass(50);
    say(1, "next");
    hub.commit();
    EXPECT_EQ(take(1).size(), 1U);
}

TEST_P(HubTest, ShouldLimitIdsAndEpochs) {
    join(1, "ana");
    say(1, std::string(64, 'i'));
    hub.commit();
    EXPECT_EQ(take(1), Lines{"1 ana: x"});
    for (const auto& id : {std::string(65, 'i'), std::string(), std::string("a\n")}) {
        say(1, id);
        EXPECT_EQ(take(1), Lines{"! bad_request"});
    }
    hub.apply(2, Join{"r", "bia", {}, 0, std::string(65, 'e'), true}, now);
    EXPECT_EQ(take(2), Lines{"! bad_request"});
}

TEST_P(HubTest, ShouldEvictAtThe101stErrorOfAMinute) {
    const Refusal refusal{ErrorCode::bad_json, "", {}, {}};
    for (int i = 0; i < 100; ++i) hub.apply(1, Unreadable{refusal}, now);
    take(1);
    pass(59'999);
    hub.apply(1, Unreadable{refusal}, now);
    EXPECT_EQ(take(1), Lines{"evicted"});
    for (int i = 0; i < 100; ++i) hub.apply(2, Unreadable{refusal}, now);
    take(2);
    pass(60'000);
    hub.apply(2, Unreadable{refusal}, now);
    EXPECT_EQ(take(2), Lines{"! bad_json"});
}

TEST_P(HubTest, ShouldLetNobodyJoinBeforeThePasswordIsHashed) {
    hub.apply(1, Join{"r", "ana", "secret", {}, {}, true}, now);
    EXPECT_TRUE(hub.busy(1));
    EXPECT_TRUE(take(1).empty());
    EXPECT_TRUE(join(2, "bia").empty()) << "this command waits, too";
    ASSERT_EQ(passwords.asked.size(), 1U);
    hub.password_hashed(passwords.asked[0].first, "hash", now);
    EXPECT_EQ(take(1), Lines{"joined ana seq 0:"});
    EXPECT_EQ(take(2), Lines{"! wrong_password"});
    EXPECT_FALSE(hub.busy(1));
    hub.apply(2, Join{"r", "bia", "guess", {}, {}, true}, now);
    settle();
    hub.password_checked(passwords.asked[1].first, false, now);
    EXPECT_EQ(take(2), Lines{"! wrong_password"});
    hub.apply(2, Join{"r", "bia", "secret", {}, {}, true}, now);
    settle();
    hub.password_checked(passwords.asked[2].first, true, now);
    EXPECT_EQ(take(2), Lines{"joined bia seq 0:"});
}

TEST_P(HubTest, ShouldRefuseWhenTooManyPasswordsWait) {
    passwords.full = true;
    hub.apply(1, Join{"r", "ana", "secret", {}, {}, true}, now);
    EXPECT_EQ(take(1), Lines{"! rate_limited"});
    EXPECT_FALSE(hub.busy(1));
}

TEST_P(HubTest, ShouldIgnoreAPasswordAnswerForAClosedConnection) {
    hub.apply(1, Join{"r", "ana", "secret", {}, {}, true}, now);
    settle();
    hub.closed(1, now);
    hub.password_hashed(passwords.asked[0].first, "hash", now);
    EXPECT_TRUE(hub.active_rooms().empty());
    EXPECT_EQ(join(2, "bia"), Lines{"joined bia seq 0:"});
}

TEST_P(HubTest, ShouldSendWatchersTwoListsASecondAndAlwaysTheLast) {
    hub.apply(3, ListRooms{true}, now);
    EXPECT_EQ(take(3), Lines{"rooms"});
    join(1, "ana", "a");
    join(1, "ana", "b");
    hub.tick(now);
    EXPECT_TRUE(take(3).empty());
    pass(500);
    EXPECT_EQ(take(3), Lines{"rooms a:1 b:1"});
    pass(5'000);
    EXPECT_TRUE(take(3).empty()) << "the list has not changed";
    hub.apply(3, ListRooms{false}, now);
    join(2, "bia", "a");
    pass(5'000);
    EXPECT_TRUE(take(3).empty());
}

TEST_P(HubTest, ShouldForgetARoomWithoutEntriesAndKeepAnyOther) {
    join(1, "ana", "empty");
    join(1, "ana", "used");
    hub.apply(1, Say{"used", "1", "x", {}}, now);
    hub.apply(1, Leave{"empty"}, now);
    hub.apply(1, Leave{"used"}, now);
    EXPECT_FALSE(storage.find_room("empty"));
    ASSERT_TRUE(storage.find_room("used"));
    EXPECT_EQ(storage.find_room("used")->record().seq, 1U);
    take(1);
    EXPECT_EQ(join(1, "ana", "used"), Lines{"joined ana seq 1: 1"});
}

TEST_P(HubTest, ShouldReadOlderEntriesFromTheDisk) {
    join(1, "ana");
    for (int i = 1; i <= 120; ++i) {
        say(1, std::to_string(i), "word" + std::to_string(i));
        pass(50);
    }
    hub.commit();
    take(1);
    storage.find_room("r")->trim(0);
    hub.apply(1, ReadHistory{"r", 100, 10}, now);
    EXPECT_EQ(take(1), Lines{"history 10 more"});
    hub.apply(1, ReadHistory{"r", 5, 200}, now);
    EXPECT_EQ(take(1), Lines{"history 4"});
    hub.apply(1, Search{"r", "word11", {}, 5}, now);
    EXPECT_EQ(take(1), Lines{"found 115 116 117 118 119 more"});
    hub.apply(1, Search{"r", "word11", 115, 50}, now);
    EXPECT_EQ(take(1), Lines{"found 11 110 111 112 113 114"});
    hub.apply(2, Join{"r", "bia", {}, 70, told.epoch, true}, now);
    EXPECT_EQ(take(2).front().substr(0, 40), "joined bia seq 120 resumed more: 71 72 7");
    storage.find_room("r")->trim(0);
    EXPECT_EQ(join(3, "caio").front().substr(0, 30), "joined caio seq 120 more: 71 7") << "the last 50";
}

TEST_P(HubTest, ShouldAnswerARepeatedIdFromTheDiskToo) {
    join(1, "ana");
    say(1, "a", "one");
    say(1, "b", "two");
    hub.commit();
    take(1);
    storage.find_room("r")->trim(0);
    say(1, "a", "one");
    EXPECT_EQ(take(1), Lines{"1 ana: one"});
    storage.find_room("r")->forget_before(2);
    say(1, "a", "one");
    EXPECT_EQ(take(1), Lines{"1 ana: one"}) << "the id counts after its entry was removed";
    hub.commit();
    EXPECT_EQ(storage.find_room("r")->record().seq, 2U);
}

TEST_P(HubTest, ShouldKnowTheIdsOfAnEarlierVisit) {
    join(1, "ana");
    say(1, "a", "one");
    hub.commit();
    hub.apply(1, Leave{"r"}, now);
    EXPECT_EQ(storage.find_room("r")->ids(SessionId{1}), nullptr) << "an absent session needs no memory";
    join(1, "ana");
    take(1);
    say(1, "a", "one");
    EXPECT_EQ(take(1), Lines{"1 ana: one"});
}

// The first connection got its session from the server and has joined no room; another connection may still have used
// the session's ids.
TEST_P(HubTest, ShouldKnowTheIdsThatAnotherConnectionHasUsedMeanwhile) {
    join(2, "bia");
    ASSERT_TRUE(hub.identify(3, SessionId{1}));
    join(3, "ana");
    say(3, "a", "one");
    hub.commit();
    hub.apply(3, Leave{"r"}, now);
    join(1, "ana");
    take(1);
    say(1, "a", "one");
    EXPECT_EQ(take(1), Lines{"1 ana: one"});
    hub.commit();
    EXPECT_EQ(storage.find_room("r")->record().seq, 1U);
}

TEST_P(HubTest, ShouldKeepNoIdsOfAConnectionThatClosesWhileJoining) {
    if (!GetParam()) return;
    join(1, "ana");
    hub.apply(2, Join{"r", "bia", {}, {}, {}, true}, now);
    hub.closed(2, now);
    settle();
    EXPECT_EQ(storage.find_room("r")->ids(SessionId{2}), nullptr);
    EXPECT_NE(storage.find_room("r")->ids(SessionId{1}), nullptr);
}

TEST_P(HubTest, ShouldHoldTheCommandsOfAWaitingConnection) {
    if (!GetParam()) return;
    hub.apply(1, Join{"r", "ana", {}, {}, {}, true}, now);
    EXPECT_TRUE(hub.busy(1));
    settle();
    EXPECT_FALSE(hub.busy(1));
}

TEST_P(HubTest, ShouldGivePeopleOfTheLastRunTheirGrace) {
    ASSERT_TRUE(storage.create_room("r", ""));
    const std::vector<Seat> seats{{"r", SessionId{1}, "ana"}, {"r", SessionId{2}, "bia"}};
    hub.restore(seats, now);
    EXPECT_EQ(hub.active_rooms().front().members, 2U);
    EXPECT_EQ(join(3, "ana"), Lines{"! name_taken"});
    EXPECT_EQ(join(1, "ana"), Lines{"joined ana seq 0:"});
    pass(9'999);
    EXPECT_TRUE(take(1).empty());
    pass(1);
    EXPECT_EQ(take(1), Lines{"-bia 1"});
    EXPECT_EQ(storage.notes, Lines{"-bia"}) << "people who stay are already noted";
}

TEST_P(HubTest, ShouldNoteEachPersonOnce) {
    join(1, "ana");
    open(4, 1);
    join(4, "ana");
    hub.apply(2, Join{"r", "terminal", {}, {}, {}, false}, now);
    settle();
    hub.apply(1, Leave{"r"}, now);
    hub.apply(4, Leave{"r"}, now);
    EXPECT_EQ(storage.notes, (Lines{"+ana", "-ana"})) << "connections without a grace are not noted";
}

TEST_P(HubTest, ShouldLimitSearches) {
    join(1, "ana");
    hub.apply(1, Search{"r", std::string(257, 'x'), {}, {}}, now);
    EXPECT_EQ(take(1), Lines{"! bad_request"});
    hub.apply(1, Search{"r", "x", 0, {}}, now);
    EXPECT_EQ(take(1), Lines{"! bad_request"});
    hub.apply(2, Search{"r", "x", {}, {}}, now);
    EXPECT_EQ(take(2), Lines{"! not_joined"});
}

INSTANTIATE_TEST_SUITE_P(Storage, HubTest, testing::Bool(),
                         [](const auto& param) { return param.param ? "Later" : "AtOnce"; });

}  // namespace
}  // namespace papo::test
