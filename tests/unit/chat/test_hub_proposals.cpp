// The hub on a storage that answers proposals later, like one that syncs its disk or asks another machine.
#include <gtest/gtest.h>

#include "papo/chat/hub.h"
#include "tests/support/memory_storage.h"
#include "tests/support/told.h"

namespace papo::test {
namespace {

using namespace chat;

class HubProposals : public testing::Test {
protected:
    void SetUp() override {
        storage.slow = true;
        for (ConnId conn = 1; conn <= 3; ++conn) come(conn, static_cast<std::uint8_t>(conn), names[conn]);
        for (ConnId conn = 1; conn <= 3; ++conn) told.take(conn);
    }
    void come(ConnId conn, std::uint8_t session, const std::string& name, bool grace = true) {
        hub.opened(conn, SessionId{session}, 0, now);
        hub.apply(conn, Join{"r", name, {}, {}, {}, grace}, now);
    }
    void say(ConnId conn, const std::string& id, const std::string& text = "x") {
        hub.apply(conn, Say{"r", id, text, {}}, now);
    }
    void answer() {
        storage.answer();
        hub.commit();
    }
    Lines take(ConnId who) { return told.take(who); }

    const std::vector<std::string> names{"", "ana", "bia", "caio"};
    Told told;
    LaterPasswords passwords;
    MemoryStorage storage;
    Hub hub{HubLimits{}, storage, told, passwords};
    Now now{1'000'000, 1'700'000'000'000};
};

TEST_F(HubProposals, ShouldSendAnEntryOnceItIsStored) {
    say(1, "a", "one");
    hub.commit();
    say(2, "b", "two");
    hub.commit();
    EXPECT_TRUE(take(1).empty());
    answer();
    EXPECT_EQ(take(1), (Lines{"1 ana: one", "2 bia: two"}));
    EXPECT_EQ(take(3), (Lines{"1 ana: one", "2 bia: two"}));
}

TEST_F(HubProposals, ShouldKeepTheOrderOfAConnectionsCommands) {
    say(1, "a", "one");
    hub.apply(1, Leave{"r"}, now);
    hub.commit();
    EXPECT_TRUE(hub.busy(1));
    EXPECT_TRUE(take(1).empty());
    answer();
    EXPECT_FALSE(hub.busy(1));
    EXPECT_EQ(take(1), (Lines{"1 ana: one", "left"}));
    EXPECT_EQ(take(2), (Lines{"1 ana: one", "-ana 2"}));
}

TEST_F(HubProposals, ShouldNotHoldUpOtherConnections) {
    say(1, "a", "one");
    hub.commit();
    EXPECT_FALSE(hub.busy(1)) << "the connection may go on";
    hub.apply(2, ReadHistory{"r", 10, 10}, now);
    EXPECT_EQ(take(2), Lines{"history 0"}) << "a page holds only stored entries";
    come(4, 4, "duda");
    EXPECT_EQ(take(4), Lines{"joined duda seq 0:"});
    answer();
    EXPECT_EQ(take(4), Lines{"1 ana: one"}) << "a member that joined meanwhile gets the entry";
}

TEST_F(HubProposals, ShouldStoreAnIdOnceIfItIsRepeatedMeanwhile) {
    say(1, "a", "one");
    hub.closed(1, now);
    come(4, 1, "ana");
    take(4);
    say(4, "a", "one");
    EXPECT_TRUE(hub.busy(4));
    answer();
    EXPECT_FALSE(hub.busy(4));
    EXPECT_EQ(take(4), (Lines{"1 ana: one", "1 ana: one"})) << "the sender gets the entry and the stored copy";
    EXPECT_EQ(take(2), Lines{"1 ana: one"});
}

TEST_F(HubProposals, ShouldStoreAnIdThatIsRepeatedAfterARefusal) {
    say(1, "a", "one");
    say(1, "a", "one");
    EXPECT_TRUE(hub.busy(1));
    storage.broken = "the disk is full";
    answer();
    EXPECT_EQ(take(1), Lines{"! storage"});
    storage.broken.clear();
    answer();
    EXPECT_EQ(take(1), Lines{"1 ana: one"}) << "the repetition was a proposal of its own";
    EXPECT_FALSE(hub.busy(1));
}

TEST_F(HubProposals, ShouldSendARefusalOnlyToTheSender) {
    say(1, "a");
    say(2, "b");
    storage.broken = "the disk is full";
    answer();
    EXPECT_EQ(take(1), Lines{"! storage"});
    EXPECT_EQ(take(2), Lines{"! storage"});
    EXPECT_TRUE(take(3).empty());
    storage.broken.clear();
    say(2, "b", "again");
    answer();
    EXPECT_EQ(take(3), Lines{"1 bia: again"}) << "no seq is lost";
}

TEST_F(HubProposals, ShouldKeepARoomUntilItsLastProposalIsAnswered) {
    hub.opened(4, SessionId{4}, 0, now);
    hub.apply(4, Join{"new", "terminal", {}, {}, {}, false}, now);
    hub.apply(4, Say{"new", "a", "one", {}}, now);
    hub.closed(4, now);
    EXPECT_EQ(hub.active_rooms().size(), 1U) << "the new room is empty";
    ASSERT_NE(storage.find_room("new"), nullptr);
    EXPECT_EQ(storage.held.count("new"), 1U);
    answer();
    EXPECT_EQ(storage.find_room("new")->record().seq, 1U);
    EXPECT_EQ(storage.held.count("new"), 0U);
}

TEST_F(HubProposals, ShouldForgetARoomWhoseOnlyProposalIsRefused) {
    hub.opened(4, SessionId{4}, 0, now);
    hub.apply(4, Join{"new", "terminal", {}, {}, {}, false}, now);
    hub.apply(4, Say{"new", "a", "one", {}}, now);
    hub.closed(4, now);
    storage.broken = "the disk is full";
    answer();
    EXPECT_EQ(storage.find_room("new"), nullptr);
}

TEST_F(HubProposals, ShouldHoldOneCommandAndForgetItWithItsConnection) {
    say(1, "a");
    hub.apply(1, Leave{"r"}, now);
    hub.closed(1, now);
    answer();
    EXPECT_EQ(take(2), Lines{"1 ana: x"}) << "ana is in her grace";
}

}  // namespace
}  // namespace papo::test
