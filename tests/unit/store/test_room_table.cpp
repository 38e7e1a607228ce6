#include <gtest/gtest.h>

#include "papo/store/room_table.h"

namespace papo::test {
namespace {

using store::Position;
using store::Resident;
using store::RoomLimits;
using store::RoomTable;

constexpr Position early{1, 100};
constexpr Position late{1, 200};

class RoomTableTest : public testing::Test {
protected:
    Resident& put(const std::string& name, Position last = {}) {
        chat::RoomRecord record;
        record.name = name;
        auto& room = rooms.put(std::move(record));
        room.last = last;
        return room;
    }
    static void say(Resident& room, int count) {
        for (int i = 0; i < count; ++i) {
            auto entry = std::make_shared<chat::Entry>();
            entry->seq = room.record().seq + 1;
            weigh(*entry);
            room.add(std::move(entry));
        }
    }
    void trim(std::size_t idle_rooms, Position folded = late) {
        rooms.trim({.tail_bytes = 1, .tails_bytes = 1, .least_tail = 1, .idle_rooms = idle_rooms}, folded);
    }

    RoomTable rooms;
};

TEST_F(RoomTableTest, ShouldDropTheRoomsThatWereReleasedFirst) {
    for (const auto* name : {"a", "b", "c"}) rooms.hold(put(name));
    for (const auto* name : {"b", "a", "c"}) rooms.release(*rooms.find(name));
    trim(2);
    EXPECT_EQ(rooms.find("b"), nullptr);
    EXPECT_NE(rooms.find("a"), nullptr);
    EXPECT_NE(rooms.find("c"), nullptr);
}

TEST_F(RoomTableTest, ShouldKeepWhatIsHeldProposedOrNotFolded) {
    rooms.hold(put("held"));
    const chat::Entry draft;
    put("proposed").propose(draft);
    trim(0);
    EXPECT_EQ(rooms.size(), 2U);
    rooms.find("proposed")->refuse(draft);
    put("unfolded", late);
    trim(0, early);
    EXPECT_NE(rooms.find("unfolded"), nullptr);
    trim(0, late);
    EXPECT_EQ(rooms.size(), 1U) << "only the held room stays";
}

TEST_F(RoomTableTest, ShouldKeepATailWholeWhileSomebodyWaitsForOlderEntries) {
    auto& room = put("r");
    say(room, 3);
    rooms.note_growth(room);
    rooms.begin_extending(7, room);
    trim(0);
    ASSERT_NE(rooms.find("r"), nullptr);
    EXPECT_EQ(room.in_memory_from(), 1U);
    rooms.end_extending(7);
    trim(1);
    EXPECT_EQ(room.in_memory_from(), 3U) << "the newest entry always stays";
    trim(0);
    EXPECT_EQ(rooms.find("r"), nullptr);
}

TEST_F(RoomTableTest, ShouldForgetAbsentRoomsWithTheTurnAndDeletedOnesOnceFolded) {
    rooms.put_absent("nobody");
    rooms.forget(put("deleted"), late);
    EXPECT_EQ(rooms.find("deleted"), nullptr);
    EXPECT_TRUE(rooms.is_absent("nobody"));
    EXPECT_TRUE(rooms.is_absent("deleted"));
    EXPECT_FALSE(rooms.is_forgotten("nobody"));
    trim(9, early);
    EXPECT_FALSE(rooms.is_absent("nobody"));
    EXPECT_TRUE(rooms.is_forgotten("deleted")) << "the disk may still have it";
    trim(9, late);
    EXPECT_FALSE(rooms.is_absent("deleted"));
    rooms.forget(put("again"), late);
    put("again");
    EXPECT_FALSE(rooms.is_absent("again"));
}

}  // namespace
}  // namespace papo::test
