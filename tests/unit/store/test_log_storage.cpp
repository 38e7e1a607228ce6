#include <gtest/gtest.h>

#include <chrono>
#include <memory>
#include <thread>
#include <vector>

#include "papo/store/log_storage.h"
#include "tests/support/answers.h"
#include "tests/support/slow_disk.h"
#include "tests/support/temp_folder.h"

namespace papo::test {
namespace {

using chat::Ready;
using chat::SessionId;
using store::LogStorage;

constexpr SessionId ana{1};
constexpr SessionId bia{2};

class LogStorageTest : public testing::Test {
protected:
    void SetUp() override { reopen(); }

    void reopen() {
        storage.reset();
        store::StorageOptions options;
        options.path = (folder.path() / "papo.db").string();
        options.limits.rooms.tail_bytes = options.limits.rooms.least_tail = 1'000;
        options.limits.rooms.idle_rooms = 0;
        options.limits.loaded = {1, 1'000};
        options.make_epoch = [this] { return "epoch" + std::to_string(++epochs); };
        auto opened = LogStorage::open(std::move(options));
        ASSERT_TRUE(opened) << opened.error().message;
        storage = std::move(*opened);
    }
    chat::RoomLog& make_room() {
        auto made = storage->create_room("r", "");
        EXPECT_TRUE(made);
        storage->hold_room(**made);
        (*made)->keep_ids(ana);
        storage->commit();
        return **made;
    }
    void say(chat::RoomLog& log, int count) {
        for (int i = 0; i < count; ++i) {
            auto entry = std::make_shared<chat::Entry>();
            entry->session = ana;
            entry->id = std::to_string(log.record().seq + log.proposals() + 1);
            weigh(*entry);
            storage->propose(log, std::move(entry), 1);
        }
        storage->commit();
        EXPECT_EQ(log.proposals(), 0U);
    }
    // Waits for `count` answers without ending the turn.
    void take(std::size_t count) {
        while (count > 0) {
            count -= storage->take_answers().size();
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
        }
    }

    TempFolder folder;
    int epochs = 0;
    std::unique_ptr<LogStorage> storage;
};

TEST_F(LogStorageTest, ShouldNotBringBackARoomThatIsForgottenWhileItIsRead) {
    auto& log = make_room();
    ASSERT_EQ(storage->prepare("r", bia, false, 1), Ready::later);
    std::this_thread::sleep_for(std::chrono::milliseconds(50));  // until the worker has read the room
    storage->release_room(log);
    storage->forget_room(log);
    take(1);
    EXPECT_EQ(storage->find_room("r"), nullptr);
    storage->commit();
    EXPECT_EQ(storage->prepare("r", bia, false, 2), Ready::now)
        << "the room counts as absent until the end of the turn";
}

// Even while the worker has much to fold.
TEST_F(LogStorageTest, ShouldLetANewcomerIntoARoomInMemoryWithoutAskingTheDisk) {
    auto& log = make_room();
    say(log, 3);
    EXPECT_EQ(storage->prepare("r", bia, true, 1), Ready::now);
    EXPECT_NE(log.ids(bia), nullptr);
    EXPECT_EQ(storage->prepare("elsewhere", bia, true, 2), Ready::later) << "the database may have this room";
    take(1);
    EXPECT_EQ(storage->find_room("elsewhere"), nullptr);
}

TEST_F(LogStorageTest, ShouldForgetAtItsStartARoomWithoutPeopleAndEntries) {
    make_room();  // by a connection without a grace, which the storage does not note
    reopen();
    ASSERT_EQ(storage->prepare("r", bia, false, 1), Ready::later);
    take(1);
    EXPECT_EQ(storage->find_room("r"), nullptr);
}

TEST_F(LogStorageTest, ShouldKeepATailWhileARequestWaitsForMoreOfIt) {
    auto& log = make_room();
    say(log, 30);
    storage->trim();
    const auto from = log.in_memory_from();
    ASSERT_GT(from, 10U);
    ASSERT_EQ(storage->extend_tail(log, 10, 1), Ready::later);
    say(log, 30);
    storage->trim();
    EXPECT_EQ(log.in_memory_from(), from) << "else the next entries would leave a gap";
    take(1);
    EXPECT_EQ(log.in_memory_from(), 10U);
    say(log, 1);
    EXPECT_EQ(log.in_memory_from(), 10U) << "the tail stays until the end of the turn";
    storage->trim();
    EXPECT_LE(log.tail_bytes(), 1'000U);
}

TEST_F(LogStorageTest, ShouldServeTwoRequestsForDifferentPartsOfATail) {
    auto& log = make_room();
    say(log, 30);
    storage->trim();
    ASSERT_EQ(storage->extend_tail(log, 20, 1), Ready::later);
    ASSERT_EQ(storage->extend_tail(log, 10, 2), Ready::later);
    take(2);
    EXPECT_EQ(log.in_memory_from(), 10U);
}

TEST_F(LogStorageTest, ShouldKeepAnIdleRoomWhileARequestWaitsForItsTail) {
    auto& log = make_room();
    say(log, 30);
    storage->release_room(log);
    storage->read_page(log, 31, 1, 1'000, 1);  // answered only after all records are folded
    take(1);
    storage->trim();
    ASSERT_EQ(storage->find_room("r"), nullptr);
    ASSERT_EQ(storage->prepare("r", bia, false, 2), Ready::later);
    take(1);
    ASSERT_NE(storage->find_room("r"), nullptr);
    ASSERT_EQ(storage->extend_tail(*storage->find_room("r"), 10, 3), Ready::later);
    storage->trim();
    ASSERT_NE(storage->find_room("r"), nullptr);
    take(1);
    EXPECT_EQ(storage->find_room("r")->in_memory_from(), 10U);
}

class PowerTest : public testing::Test {
protected:
    void SetUp() override {
        store::StorageOptions options;
        options.path = (folder.path() / "papo.db").string();
        options.power = true;
        options.limits.unsynced_turns = 2;
        options.disk = &disk;
        options.make_epoch = [] { return "epoch"; };
        auto opened = LogStorage::open(std::move(options));
        ASSERT_TRUE(opened) << opened.error().message;
        storage = std::move(*opened);
        storage->answer_to(&answers);
        room = *storage->create_room("r", "");
        storage->hold_room(*room);
        storage->commit();
        take_until([this] { return !storage->is_syncing(); });
        disk.hold();
    }
    void TearDown() override {
        disk.let(1'000'000);
        storage.reset();
    }
    void say(const std::string& id) {
        auto entry = std::make_shared<chat::Entry>();
        entry->id = id;
        weigh(*entry);
        storage->propose(*room, std::move(entry), 1);
        storage->commit();
    }
    template <typename Reached>
    void take_until(Reached reached) {
        while (!reached()) {
            for (auto& answer : storage->take_answers()) taken.push_back(std::move(answer));
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
        }
    }

    TempFolder folder;
    SlowDisk disk;
    Answers answers;
    std::vector<chat::StorageAnswer> taken;
    std::unique_ptr<LogStorage> storage;
    chat::RoomLog* room = nullptr;
};

TEST_F(PowerTest, ShouldAnswerSyncedTurnsAndSyncLaterOnesTogether) {
    say("a");
    disk.wait_for_sync(1);
    say("b");
    say("c");
    (void)storage->take_answers();
    EXPECT_TRUE(answers.kept.empty());
    EXPECT_TRUE(storage->is_syncing());
    EXPECT_TRUE(storage->is_congested()) << "three turns wait, and the limit is two";
    EXPECT_EQ(room->record().seq, 0U);
    EXPECT_EQ(room->proposals(), 3U);
    disk.let(1);
    take_until([this] { return !answers.kept.empty(); });
    EXPECT_FALSE(storage->is_congested());
    disk.wait_for_sync(2);
    EXPECT_EQ(answers.kept.size(), 1U);
    disk.let(1);
    take_until([this] { return answers.kept.size() == 3; });
    EXPECT_EQ(disk.begun(), 2) << "two turns share the second sync";
    EXPECT_EQ(room->record().seq, 3U);
    EXPECT_FALSE(storage->is_syncing());
}

TEST_F(PowerTest, ShouldAnswerNothingMoreOnceASyncHasFailed) {
    say("a");
    disk.let(1'000, true);
    take_until([this] { return storage->has_failed(); });
    say("b");
    (void)storage->take_answers();
    EXPECT_TRUE(answers.kept.empty());
    EXPECT_TRUE(answers.lost.empty());
}

TEST_F(PowerTest, ShouldAnswerAnUploadOnceItIsSynced) {
    auto file = std::make_shared<chat::FileInfo>();
    file->filename = "f";
    storage->add_file(file, 100, 1, 7);
    storage->commit();
    disk.wait_for_sync(1);
    EXPECT_TRUE(storage->take_answers().empty());
    EXPECT_EQ(storage->file_bytes(), 0U);
    disk.let(1);
    take_until([this] { return !taken.empty(); });
    EXPECT_EQ(taken.front().ticket, 7U);
    EXPECT_FALSE(taken.front().error);
    EXPECT_EQ(storage->find_file("f"), file);
    EXPECT_EQ(storage->file_bytes(), 100U);
}

}  // namespace
}  // namespace papo::test
