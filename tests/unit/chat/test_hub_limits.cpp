#include <gtest/gtest.h>

#include "papo/chat/hub.h"
#include "tests/support/memory_storage.h"
#include "tests/support/told.h"

namespace papo::test {
namespace {

using namespace chat;

constexpr SourceId one = 1;
constexpr SourceId other = 2;
constexpr SourceId nobody = 0;

class HubLimitsTest : public testing::Test {
protected:
    ConnId open(SourceId source) {
        ++last;
        hub.opened(last, SessionId{static_cast<std::uint8_t>(last), static_cast<std::uint8_t>(last >> 8U)}, source,
                   now);
        return last;
    }
    Lines join(ConnId conn, const std::string& name, const std::string& room = "r",
               std::optional<std::string> password = {}) {
        hub.apply(conn, Join{room, name, std::move(password), {}, {}, true}, now);
        for (auto& answer : storage.take_answers()) hub.answered(std::move(answer), now);
        return told.take(conn);
    }
    // A join with a password; `right`: the result of its check.
    Lines try_password(ConnId conn, const std::string& name, bool right) {
        const auto before = passwords.asked.size();
        auto lines = join(conn, name, "r", "x");
        if (passwords.asked.size() == before) return lines;
        hub.password_checked(passwords.asked.back().first, right, now);
        return told.take(conn);
    }
    void lock_room() {
        join(open(nobody), "host", "r", "secret");
        hub.password_hashed(passwords.asked.back().first, "hash", now);
    }
    Lines say(ConnId conn) {
        hub.apply(conn, Say{"r", std::to_string(++messages), "x", {}}, now);
        hub.commit();
        return told.take(conn);
    }
    std::uint64_t count(Limit limit) const { return hub.limit_counts().of(limit); }
    void pass(std::int64_t ms) {
        now.mono_ms += ms;
        hub.tick(now);
    }
    static HubLimits limits() {
        HubLimits limits;
        limits.source_rate = TokenRate::per_second(30, 60);
        limits.source_joins = TokenRate::per_second(1, 5);
        limits.passwords = TokenRate::every_ms(60'000, 3);
        limits.source_passwords = TokenRate::every_ms(10'000, 4);
        return limits;
    }

    Told told;
    LaterPasswords passwords;
    MemoryStorage storage;
    Hub hub{limits(), storage, told, passwords};
    Now now{1000, 1'700'000'000'000};
    ConnId last = 0;
    int messages = 0;
};

const Lines limited{"! rate_limited"};
const Lines wrong{"! wrong_password"};

TEST_F(HubLimitsTest, ShouldLetOneSourceTalkAtItsRateOverAllItsConnections) {
    std::vector<ConnId> people;
    for (const auto* name : {"a", "b", "c"}) join(people.emplace_back(open(one)), name);
    // The three joins have used three of sixty tokens.
    for (int i = 0; i < 57; ++i) EXPECT_NE(say(people[static_cast<std::size_t>(i) % 3]), limited) << i;
    told.take(people[0]);
    EXPECT_EQ(say(people[0]), limited);
    EXPECT_EQ(count(Limit::rate_per_address), 1U);
    EXPECT_EQ(count(Limit::rate), 0U) << "each connection alone is within its rate";
    const auto neighbour = open(other);
    join(neighbour, "d");
    EXPECT_NE(say(neighbour), limited);
    pass(34);
    EXPECT_NE(say(people[0]), limited);
}

TEST_F(HubLimitsTest, ShouldLimitConnectionsWithoutASourceOnlyEach) {
    for (const auto* name : {"a", "b", "c"}) {
        const auto conn = open(nobody);
        join(conn, name);
        for (int i = 0; i < 39; ++i) EXPECT_NE(say(conn), limited) << name << i;
        EXPECT_EQ(say(conn), limited);
    }
    EXPECT_EQ(count(Limit::rate), 3U);
}

TEST_F(HubLimitsTest, ShouldLimitTheJoinsOfASource) {
    const auto conn = open(one);
    for (int i = 0; i < 5; ++i) EXPECT_NE(join(conn, "a"), limited);
    EXPECT_EQ(join(conn, "a"), limited);
    EXPECT_EQ(join(open(one), "b"), limited);
    EXPECT_NE(join(open(other), "b"), limited);
    EXPECT_EQ(count(Limit::joins_per_address), 2U);
    pass(1000);
    EXPECT_NE(join(conn, "a"), limited);
    for (int i = 0; i < 20; ++i) EXPECT_NE(join(open(nobody), "n" + std::to_string(i)), limited);
}

TEST_F(HubLimitsTest, ShouldTestNoPasswordOfAConnectionThatHasGuessedTooOften) {
    lock_room();
    const auto conn = open(nobody);
    for (int i = 0; i < 3; ++i) EXPECT_EQ(try_password(conn, "a", false), wrong);
    const auto asked = passwords.asked.size();
    EXPECT_EQ(try_password(conn, "a", true), limited);
    EXPECT_EQ(passwords.asked.size(), asked) << "the hub does not even check the right password";
    EXPECT_EQ(told.words, "too many wrong passwords; try again in 60 s");
    EXPECT_EQ(count(Limit::passwords), 1U);
    pass(59'999);
    EXPECT_EQ(try_password(conn, "a", true), limited);
    pass(1);
    EXPECT_EQ(try_password(conn, "a", true).at(0).substr(0, 6), "joined");
}

TEST_F(HubLimitsTest, ShouldTestNoPasswordOfASourceThatHasGuessedTooOften) {
    lock_room();
    for (int i = 0; i < 4; ++i) EXPECT_EQ(try_password(open(one), "a", false), wrong);
    pass(1000);
    EXPECT_EQ(try_password(open(one), "a", true), limited);
    EXPECT_EQ(told.words, "too many wrong passwords; try again in 9 s");
    EXPECT_EQ(count(Limit::passwords_per_address), 1U);
    EXPECT_EQ(try_password(open(other), "b", false), wrong) << "other sources are not locked out";
    EXPECT_EQ(try_password(open(nobody), "c", false), wrong);
}

TEST_F(HubLimitsTest, ShouldChargeNothingForRightPasswords) {
    lock_room();
    for (int i = 0; i < 5; ++i) {
        pass(1000);  // refills the tokens for joins
        EXPECT_NE(try_password(open(one), "n" + std::to_string(i), true), limited) << i;
    }
}

TEST_F(HubLimitsTest, ShouldChargeForGuessesThatAreStillBeingTested) {
    lock_room();
    for (int i = 0; i < 4; ++i)
        EXPECT_TRUE(join(open(one), "a", "r", "x").empty()) << "the join waits for the password check";
    EXPECT_EQ(join(open(one), "a", "r", "x"), limited);
}

TEST_F(HubLimitsTest, ShouldNotLockOutASessionThatIsInside) {
    lock_room();
    const auto inside = ConnId{1};
    const auto conn = open(one);
    for (int i = 0; i < 4; ++i) EXPECT_EQ(try_password(open(one), "a", false), wrong);
    hub.opened(conn, SessionId{1, 0}, one, now);  // the host's second tab, from the address of the guesses
    pass(1000);
    EXPECT_EQ(join(conn, "host").at(0).substr(0, 6), "joined");
    told.take(inside);
}

TEST_F(HubLimitsTest, ShouldLimitRooms) {
    Hub small{[] {
                  HubLimits limits;
                  limits.rooms = 4;
                  return limits;
              }(),
              storage, told, passwords};
    const auto enter = [&](SourceId source, const std::string& room) {
        ++last;
        small.opened(last, SessionId{static_cast<std::uint8_t>(last)}, source, now);
        small.apply(last, Join{room, "n" + std::to_string(last), {}, {}, {}, true}, now);
        return told.take(last).at(0).substr(0, 6);
    };
    EXPECT_EQ(enter(one, "a"), "joined");
    EXPECT_EQ(enter(one, "b"), "joined");
    EXPECT_EQ(enter(one, "c"), "! room") << "one source may open half of the rooms";
    EXPECT_EQ(enter(one, "a"), "joined") << "the room exists already";
    EXPECT_EQ(enter(other, "c"), "joined");
    EXPECT_EQ(enter(nobody, "d"), "joined");
    EXPECT_EQ(enter(nobody, "e"), "! room");
    EXPECT_EQ(enter(nobody, "d"), "joined");
    EXPECT_EQ(small.limit_counts().of(Limit::rooms_per_address), 1U);
    EXPECT_EQ(small.limit_counts().of(Limit::rooms), 1U);
    small.apply(2, Leave{"b"}, now);
    EXPECT_EQ(enter(one, "c2"), "joined") << "the room that was left frees a place";
    EXPECT_EQ(storage.held.size(), 4U);
}

TEST_F(HubLimitsTest, ShouldMakeNoHashForARoomThatCannotBeOpened) {
    Hub small{[] {
                  HubLimits limits;
                  limits.rooms = 1;
                  return limits;
              }(),
              storage, told, passwords};
    small.opened(1, SessionId{1}, nobody, now);
    small.apply(1, Join{"a", "ana", {}, {}, {}, true}, now);
    small.apply(1, Join{"b", "ana", "secret", {}, {}, true}, now);
    EXPECT_TRUE(passwords.asked.empty());
    EXPECT_EQ(told.take(1).back(), "! room_limit");
}

// One source joins and leaves under ever new names.
TEST_F(HubLimitsTest, ShouldLimitPeopleInTheirGrace) {
    Hub small{[] {
                  HubLimits limits;
                  limits.gone = 3;
                  return limits;
              }(),
              storage, told, passwords};
    small.opened(100, SessionId{100}, nobody, now);
    small.apply(100, Join{"r", "host", {}, {}, {}, true}, now);
    for (ConnId conn = 1; conn <= 10; ++conn) {
        small.opened(conn, SessionId{static_cast<std::uint8_t>(conn)}, nobody, now);
        small.apply(conn, Join{"r", "n" + std::to_string(conn), {}, {}, {}, true}, now);
        small.closed(conn, now);
        small.tick(now);
    }
    EXPECT_EQ(small.active_rooms().at(0).members, 4U) << "the host and three people in their grace";
    EXPECT_EQ(small.limit_counts().of(Limit::gone), 7U);
    now.mono_ms += 10'000;
    small.tick(now);
    EXPECT_EQ(small.active_rooms().at(0).members, 1U);
    EXPECT_EQ(small.limit_counts().of(Limit::gone), 7U) << "a grace that ended in time does not count";
}

class HubPasswordQueue : public HubLimitsTest {
protected:
    HubPasswordQueue() { now.mono_ms += 100'000; }
    static HubLimits unlimited() { return {}; }
    Hub open_hub{unlimited(), storage, told, passwords};
    Lines make_room(SourceId source, const std::string& room) {
        ++last;
        open_hub.opened(last, SessionId{static_cast<std::uint8_t>(last)}, source, now);
        open_hub.apply(last, Join{room, "a", "secret", {}, {}, true}, now);
        return told.take(last);
    }
};

TEST_F(HubPasswordQueue, ShouldHoldEightPasswordsOfOneSource) {
    for (int i = 0; i < 8; ++i) EXPECT_TRUE(make_room(one, "r" + std::to_string(i)).empty()) << i;
    EXPECT_EQ(make_room(one, "r8"), limited);
    EXPECT_TRUE(make_room(other, "r9").empty());
    for (int i = 0; i < 20; ++i) EXPECT_TRUE(make_room(nobody, "n" + std::to_string(i)).empty());
    EXPECT_EQ(open_hub.limit_counts().of(Limit::password_queue_per_address), 1U);
    open_hub.password_hashed(passwords.asked.front().first, "hash", now);
    EXPECT_TRUE(make_room(one, "r10").empty()) << "one check is done";
}

}  // namespace
}  // namespace papo::test
