#include <gtest/gtest.h>

#include <chrono>
#include <thread>

#include "papo/store/log_storage.h"
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
        options.limits.tail_bytes = options.limits.least_tail = 1'000;
        options.limits.idle_rooms = 0;
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
        EXPECT_TRUE(storage->commit());
        return **made;
    }
    void say(chat::RoomLog& log, int count) {
        for (int i = 0; i < count; ++i) {
            chat::Entry entry;
            entry.seq = log.record().seq + 1;
            entry.session = ana;
            entry.id = std::to_string(entry.seq);
            weigh(entry);
            storage->append(log, std::make_shared<const chat::Entry>(std::move(entry)));
        }
        EXPECT_TRUE(storage->commit());
    }
    // Until so many answers have come; nothing of a turn goes meanwhile.
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
    std::this_thread::sleep_for(std::chrono::milliseconds(50));  // it has been read, and found
    storage->release_room(log);
    storage->forget_room(log);
    take(1);
    EXPECT_EQ(storage->find_room("r"), nullptr);
    EXPECT_TRUE(storage->commit());
    EXPECT_EQ(storage->prepare("r", bia, false, 2), Ready::now) << "absent, until the end of the turn";
}

// However much is being folded.
TEST_F(LogStorageTest, ShouldLetANewcomerIntoARoomInMemoryWithoutAskingTheDisk) {
    auto& log = make_room();
    say(log, 3);
    EXPECT_EQ(storage->prepare("r", bia, true, 1), Ready::now);
    EXPECT_NE(log.ids(bia), nullptr);
    EXPECT_EQ(storage->prepare("elsewhere", bia, true, 2), Ready::later) << "there may be such a room";
    take(1);
    EXPECT_EQ(storage->find_room("elsewhere"), nullptr);
}

TEST_F(LogStorageTest, ShouldForgetAtItsStartARoomThatNobodyIsInAndNobodySpokeIn) {
    make_room();  // by somebody without a grace, who is not noted
    reopen();
    ASSERT_EQ(storage->prepare("r", bia, false, 1), Ready::later);
    take(1);
    EXPECT_EQ(storage->find_room("r"), nullptr);
}

TEST_F(LogStorageTest, ShouldKeepATailWhileSomebodyWaitsForMoreOfIt) {
    auto& log = make_room();
    say(log, 30);
    storage->trim();
    const auto from = log.in_memory_from();
    ASSERT_GT(from, 10U);
    ASSERT_EQ(storage->extend_tail(log, 10, 1), Ready::later);
    say(log, 30);
    storage->trim();
    EXPECT_EQ(log.in_memory_from(), from) << "else what comes would leave a gap";
    take(1);
    EXPECT_EQ(log.in_memory_from(), 10U);
    say(log, 1);
    EXPECT_EQ(log.in_memory_from(), 10U) << "until the end of the turn";
    storage->trim();
    EXPECT_LE(log.tail_bytes(), 1'000U);
}

TEST_F(LogStorageTest, ShouldServeTwoWhoWaitForDifferentPartsOfATail) {
    auto& log = make_room();
    say(log, 30);
    storage->trim();
    ASSERT_EQ(storage->extend_tail(log, 20, 1), Ready::later);
    ASSERT_EQ(storage->extend_tail(log, 10, 2), Ready::later);
    take(2);
    EXPECT_EQ(log.in_memory_from(), 10U);
}

TEST_F(LogStorageTest, ShouldKeepAnIdleRoomWhileSomebodyWaitsForItsTail) {
    auto& log = make_room();
    say(log, 30);
    storage->release_room(log);
    storage->read_page(log, 31, 1, 1'000, 1);  // all is folded behind it
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

}  // namespace
}  // namespace papo::test
