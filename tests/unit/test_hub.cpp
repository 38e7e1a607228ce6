#include <gtest/gtest.h>

#include <map>

#include "papo/chat/hub.h"
#include "papo/store/memory_storage.h"

namespace papo::test {
namespace {

using namespace chat;
using Lines = std::vector<std::string>;

// What each connection was told, in words.
class Told : public Outbox {
public:
    std::map<ConnId, Lines> lines;

    Lines take(ConnId who) { return std::exchange(lines[who], {}); }

    void joined(ConnId to, const Joined& event) override {
        std::string line = "joined " + std::string(event.you) + " seq " + std::to_string(event.seq) +
                           (event.resumed ? " resumed" : "") + (event.more ? " more" : "") + ":";
        for (const auto& entry : event.messages) line += " " + std::to_string(entry->seq);
        lines[to].push_back(line);
        epoch = event.epoch;
    }
    void left(ConnId to, const Left&) override { lines[to].emplace_back("left"); }
    void history(ConnId to, const HistoryPage& event) override {
        lines[to].push_back("history " + std::to_string(event.messages.size()) + (event.more ? " more" : ""));
    }
    void refused(ConnId to, const Refusal& event) override {
        lines[to].push_back("! " + std::string(to_string(event.code)));
    }
    void messages(std::span<const ConnId> to, const Messages& event) override {
        ++runs;
        for (const auto who : to) {
            for (const auto& entry : event.entries) {
                lines[who].push_back(std::to_string(entry->seq) + " " + entry->from + ": " + entry->text.value_or(""));
            }
        }
    }
    void presence(std::span<const ConnId> to, const Presence& event) override {
        for (const auto who : to) {
            lines[who].push_back((event.joined ? "+" : "-") + std::string(event.name) + " " +
                                 std::to_string(event.members));
        }
    }
    void typing(std::span<const ConnId> to, const Typing& event) override {
        for (const auto who : to) lines[who].push_back("typing " + std::string(event.from));
    }
    void rooms(std::span<const ConnId> to, const RoomList& event) override {
        for (const auto who : to) {
            std::string line = "rooms";
            for (const auto& room : event.rooms) line += " " + room.name + ":" + std::to_string(room.members);
            lines[who].push_back(line);
        }
    }
    void evict(ConnId who, std::string_view) override { lines[who].emplace_back("evicted"); }

    std::string epoch;
    int runs = 0;
};

// Answers when the test says so.
class LaterPasswords : public Passwords {
public:
    bool hash(Ticket ticket, std::string password) override {
        asked.emplace_back(ticket, std::move(password));
        return !full;
    }
    bool check(Ticket ticket, std::string password, std::string) override {
        asked.emplace_back(ticket, std::move(password));
        return !full;
    }
    std::vector<std::pair<Ticket, std::string>> asked;
    bool full = false;
};

// A disk that can fail.
class FallibleStorage : public Storage {
public:
    std::optional<RoomRecord> find_room(std::string_view room) override { return inner.find_room(room); }
    RoomRecord create_room(std::string_view room, std::string_view hash) override {
        return inner.create_room(room, hash);
    }
    void forget_room(std::string_view room) override { inner.forget_room(room); }
    void hold_room(std::string_view room) override { inner.hold_room(room); }
    void release_room(std::string_view room) override { inner.release_room(room); }
    void append(std::string_view room, EntryPtr entry) override { noted.emplace_back(room, std::move(entry)); }
    Result<void> commit() override {
        auto all = std::exchange(noted, {});
        if (broken) return Error{"the disk is gone"};
        for (auto& [room, entry] : all) inner.append(room, std::move(entry));
        return inner.commit();
    }
    Page page(std::string_view room, std::uint64_t before, std::size_t limit, std::size_t weight) override {
        return inner.page(room, before, limit, weight);
    }
    std::optional<std::vector<EntryPtr>> since(std::string_view room, std::uint64_t seq, std::size_t limit,
                                               std::size_t weight) override {
        return inner.since(room, seq, limit, weight);
    }
    EntryPtr find_entry(std::string_view room, const SessionId& session, std::string_view id) override {
        for (const auto& [name, entry] : noted) {
            if (name == room && entry->session == session && entry->id == id) return entry;
        }
        return inner.find_entry(room, session, id);
    }
    void add_file(std::shared_ptr<const FileInfo> file, std::int64_t now) override {
        inner.add_file(std::move(file), now);
    }
    std::shared_ptr<const FileInfo> find_file(std::string_view name) override { return inner.find_file(name); }
    std::vector<std::string> take_orphans(std::int64_t before) override { return inner.take_orphans(before); }

    int epochs = 0;
    store::MemoryStorage inner{[this] { return "epoch" + std::to_string(++epochs); }};
    std::vector<std::pair<std::string, EntryPtr>> noted;
    bool broken = false;
};

class HubTest : public testing::Test {
protected:
    void SetUp() override {
        for (ConnId conn = 1; conn <= 3; ++conn) open(conn, static_cast<std::uint8_t>(conn));
    }
    void open(ConnId conn, std::uint8_t session) { hub.opened(conn, SessionId{session}, now); }
    Lines join(ConnId conn, const std::string& name, const std::string& room = "r") {
        hub.join(conn, {room, name, {}, {}, {}, true}, now);
        return told.take(conn);
    }
    void say(ConnId conn, const std::string& id, const std::string& text = "x") {
        hub.say(conn, {"r", id, text, {}}, now);
    }
    void pass(std::int64_t ms) {
        now.mono_ms += ms;
        now.wall_ms += ms;
        hub.tick(now);
    }

    Told told;
    LaterPasswords passwords;
    FallibleStorage storage;
    HubLimits limits{};
    Hub hub{limits, storage, told, passwords};
    Now now{1'000'000, 1'700'000'000'000};
};

TEST_F(HubTest, ShouldTellNothingBeforeItIsStored) {
    join(1, "ana");
    join(2, "bia");
    told.take(1);
    say(1, "a", "one");
    say(2, "b", "two");
    EXPECT_TRUE(told.take(1).empty());
    hub.commit();
    EXPECT_EQ(told.take(1), (Lines{"1 ana: one", "2 bia: two"}));
    EXPECT_EQ(told.take(2), (Lines{"1 ana: one", "2 bia: two"}));
    EXPECT_EQ(told.runs, 1) << "a room's messages of a turn are one run";
}

TEST_F(HubTest, ShouldTakeBackWhatTheDiskRefuses) {
    join(1, "ana");
    join(2, "bia");
    told.take(1);
    storage.broken = true;
    say(1, "a");
    hub.commit();
    EXPECT_EQ(told.take(1), Lines{"! storage"});
    EXPECT_TRUE(told.take(2).empty());
    storage.broken = false;
    say(1, "a", "again");
    hub.commit();
    EXPECT_EQ(told.take(2), Lines{"1 ana: again"}) << "no number is lost";
}

TEST_F(HubTest, ShouldAnswerARepeatedIdWithTheStoredCopyAlsoWithinATurn) {
    join(1, "ana");
    join(2, "bia");
    told.take(1);
    say(1, "a", "one");
    say(1, "a", "other");
    hub.commit();
    EXPECT_EQ(told.take(1), (Lines{"1 ana: one", "1 ana: one"}));
    EXPECT_EQ(told.take(2), Lines{"1 ana: one"});
}

TEST_F(HubTest, ShouldNeverLetTimeGoBack) {
    join(1, "ana");
    say(1, "a");
    hub.commit();
    now.wall_ms -= 5'000;
    say(1, "b");
    hub.commit();
    const auto page = storage.page("r", 10, 10, SIZE_MAX);
    ASSERT_EQ(page.entries.size(), 2U);
    EXPECT_EQ(page.entries[0]->ts, page.entries[1]->ts);
}

TEST_F(HubTest, ShouldHoldAPlaceForTenSeconds) {
    join(1, "ana");
    join(2, "bia");
    told.take(1);
    hub.closed(2, now);
    pass(9'999);
    EXPECT_TRUE(told.take(1).empty());
    EXPECT_EQ(join(3, "bia"), Lines{"! name_taken"});
    pass(1);
    EXPECT_EQ(told.take(1), Lines{"-bia 1"});
    EXPECT_EQ(join(3, "bia"), Lines{"joined bia seq 0:"});
}

TEST_F(HubTest, ShouldNotCallAReturnACome) {
    join(1, "ana");
    join(2, "bia");
    told.take(1);
    hub.closed(2, now);
    pass(5'000);
    open(4, 2);
    EXPECT_EQ(join(4, "bia"), Lines{"joined bia seq 0:"});
    pass(60'000);
    EXPECT_TRUE(told.take(1).empty()) << "the first absence has no end of its own";
    hub.closed(4, now);
    pass(10'000);
    EXPECT_EQ(told.take(1), Lines{"-bia 1"});
}

TEST_F(HubTest, ShouldCountTwoTabsAsOnePerson) {
    join(1, "ana");
    open(4, 2);
    join(2, "bia");
    join(4, "bia");
    told.take(1);
    hub.leave(2, {"r"}, now);
    EXPECT_TRUE(told.take(1).empty());
    hub.leave(4, {"r"}, now);
    EXPECT_EQ(told.take(1), Lines{"-bia 1"});
}

TEST_F(HubTest, ShouldResumeWithinItsBounds) {
    join(1, "ana");
    for (int i = 0; i < 2001; ++i) {
        say(1, std::to_string(i));
        pass(50);
    }
    hub.commit();
    const auto resume = [&](std::uint64_t since) {
        hub.leave(2, {"r"}, now);
        told.take(2);
        hub.join(2, {"r", "bia", {}, since, told.epoch, true}, now);
        return told.take(2).front().substr(0, 32);
    };
    join(2, "bia");
    EXPECT_EQ(resume(1), "joined bia seq 2001 resumed more");
    EXPECT_EQ(resume(2001), "joined bia seq 2001 resumed more");
    EXPECT_EQ(resume(0).find("resumed"), std::string::npos) << "2,001 entries are too many";
    EXPECT_EQ(resume(2002).find("resumed"), std::string::npos) << "nobody has seen that yet";
}

TEST_F(HubTest, ShouldChargeEachObjectAndRefillWithTime) {
    join(1, "ana");
    for (int i = 0; i < 39; ++i) say(1, std::to_string(i));
    hub.commit();
    told.take(1);
    say(1, "over");
    EXPECT_EQ(told.take(1), Lines{"! rate_limited"});
    hub.type(1, {"r"}, now);
    EXPECT_TRUE(told.take(1).empty()) << "dropped silently";
    pass(50);
    say(1, "next");
    hub.commit();
    EXPECT_EQ(told.take(1).size(), 1U);
}

TEST_F(HubTest, ShouldBoundIdsAndEpochs) {
    join(1, "ana");
    say(1, std::string(64, 'i'));
    hub.commit();
    EXPECT_EQ(told.take(1), Lines{"1 ana: x"});
    for (const auto& id : {std::string(65, 'i'), std::string(), std::string("a\n")}) {
        say(1, id);
        EXPECT_EQ(told.take(1), Lines{"! bad_request"});
    }
    hub.join(2, {"r", "bia", {}, 0, std::string(65, 'e'), true}, now);
    EXPECT_EQ(told.take(2), Lines{"! bad_request"});
}

TEST_F(HubTest, ShouldEvictAtThe101stErrorOfAMinute) {
    const Refusal refusal{ErrorCode::bad_json, "", {}, {}};
    for (int i = 0; i < 100; ++i) hub.refuse(1, refusal, now);
    told.take(1);
    pass(59'999);
    hub.refuse(1, refusal, now);
    EXPECT_EQ(told.take(1), Lines{"evicted"});
    for (int i = 0; i < 100; ++i) hub.refuse(2, refusal, now);
    told.take(2);
    pass(60'000);
    hub.refuse(2, refusal, now);
    EXPECT_EQ(told.take(2), Lines{"! bad_json"});
}

TEST_F(HubTest, ShouldLetNobodyIntoARoomBeforeItsPasswordIsMade) {
    hub.join(1, {"r", "ana", "secret", {}, {}, true}, now);
    EXPECT_TRUE(hub.busy(1));
    EXPECT_TRUE(told.take(1).empty());
    EXPECT_TRUE(join(2, "bia").empty()) << "waits, too";
    ASSERT_EQ(passwords.asked.size(), 1U);
    hub.password_hashed(passwords.asked[0].first, "hash", now);
    EXPECT_EQ(told.take(1), Lines{"joined ana seq 0:"});
    EXPECT_EQ(told.take(2), Lines{"! wrong_password"});
    EXPECT_FALSE(hub.busy(1));
    hub.join(2, {"r", "bia", "guess", {}, {}, true}, now);
    hub.password_checked(passwords.asked[1].first, false, now);
    EXPECT_EQ(told.take(2), Lines{"! wrong_password"});
    hub.join(2, {"r", "bia", "secret", {}, {}, true}, now);
    hub.password_checked(passwords.asked[2].first, true, now);
    EXPECT_EQ(told.take(2), Lines{"joined bia seq 0:"});
}

TEST_F(HubTest, ShouldSayWhenTooManyPasswordsWait) {
    passwords.full = true;
    hub.join(1, {"r", "ana", "secret", {}, {}, true}, now);
    EXPECT_EQ(told.take(1), Lines{"! rate_limited"});
    EXPECT_FALSE(hub.busy(1));
}

TEST_F(HubTest, ShouldOutliveAPasswordAnswerForSomebodyGone) {
    hub.join(1, {"r", "ana", "secret", {}, {}, true}, now);
    hub.closed(1, now);
    hub.password_hashed(passwords.asked[0].first, "hash", now);
    EXPECT_TRUE(hub.active_rooms().empty());
    EXPECT_EQ(join(2, "bia"), Lines{"joined bia seq 0:"});
}

TEST_F(HubTest, ShouldTellWatchersTwiceASecondAndAlwaysTheLast) {
    hub.list_rooms(3, {true}, now);
    EXPECT_EQ(told.take(3), Lines{"rooms"});
    join(1, "ana", "a");
    join(1, "ana", "b");
    hub.tick(now);
    EXPECT_TRUE(told.take(3).empty());
    pass(500);
    EXPECT_EQ(told.take(3), Lines{"rooms a:1 b:1"});
    pass(5'000);
    EXPECT_TRUE(told.take(3).empty()) << "nothing has changed";
    hub.list_rooms(3, {false}, now);
    join(2, "bia", "a");
    pass(5'000);
    EXPECT_TRUE(told.take(3).empty());
}

TEST_F(HubTest, ShouldForgetARoomWithoutEntriesAndKeepAnyOther) {
    join(1, "ana", "empty");
    join(1, "ana", "used");
    hub.say(1, {"used", "1", "x", {}}, now);
    hub.leave(1, {"empty"}, now);
    hub.leave(1, {"used"}, now);
    EXPECT_FALSE(storage.find_room("empty"));
    ASSERT_TRUE(storage.find_room("used"));
    EXPECT_EQ(storage.find_room("used")->seq, 1U);
    told.take(1);
    EXPECT_EQ(join(1, "ana", "used"), Lines{"joined ana seq 1: 1"});
}

}  // namespace
}  // namespace papo::test
