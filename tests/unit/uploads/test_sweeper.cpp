#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <condition_variable>
#include <mutex>

#include "papo/uploads/sweeper.h"
#include "tests/support/temp_folder.h"

namespace papo::test {
namespace {

using namespace uploads;

constexpr std::int64_t hour_ms = 3'600'000;

class SweeperTest : public testing::Test {
protected:
    void SetUp() override {
        auto opened_uploads = UploadStore::open((folder.path() / "uploads").string());
        ASSERT_TRUE(opened_uploads);
        uploads.emplace(std::move(*opened_uploads));
        store::StorageOptions options;
        options.path = (folder.path() / "papo.db").string();
        options.make_epoch = [] { return "epoch"; };
        options.wake_loop = [this] {
            const std::lock_guard lock(mutex);
            woken = true;
            changed.notify_one();
        };
        auto opened = store::LogStorage::open(std::move(options));
        ASSERT_TRUE(opened);
        storage = std::move(*opened);
    }
    std::string keep(const std::string& name) {
        WriteStatus status = WriteStatus::ok;
        auto file = uploads->begin(status);
        EXPECT_EQ(file->append("content"), WriteStatus::ok);
        EXPECT_EQ(file->keep_as(name), WriteStatus::ok);
        return name;
    }
    void upload(const std::string& name, const std::string& thumb = "") {
        chat::FileInfo info;
        info.filename = keep(name);
        info.thumb = thumb.empty() ? "" : keep(thumb);
        info.name = "a.png";
        storage->add_file(std::make_shared<const chat::FileInfo>(info), 7, now.wall_ms, 1);
        storage->commit();
        const auto answered = storage->take_answers();
        ASSERT_EQ(answered.size(), 1U);
        ASSERT_FALSE(answered.front().error);
    }
    void say(const std::string& file) {
        if (room == nullptr) {
            room = *storage->create_room("r", "");
            storage->hold_room(*room);
        }
        auto entry = std::make_shared<chat::Entry>();
        entry->id = "i";
        entry->body = chat::Said{std::nullopt, storage->find_file(file)};
        weigh(*entry);
        storage->propose(*room, std::move(entry), 1);
    }
    void answer() {
        std::unique_lock lock(mutex);
        changed.wait_for(lock, std::chrono::seconds(10), [this] { return std::exchange(woken, false); });
        lock.unlock();
        (void)storage->take_answers();
    }
    bool is_there(const std::string& name) const { return std::filesystem::exists(folder.path() / "uploads" / name); }
    static std::string name_of(int number) {
        return "00000000-0000-4000-8000-00000000000" + std::to_string(number) + ".png";
    }

    TempFolder folder;
    std::optional<UploadStore> uploads;
    std::mutex mutex;
    std::condition_variable changed;
    bool woken = false;
    std::unique_ptr<store::LogStorage> storage;
    chat::RoomLog* room = nullptr;
    Now now{1'000'000, 1'700'000'000'000};
};

TEST_F(SweeperTest, ShouldRemoveUploadsThatNoMessageNamedWithinAnHour) {
    upload(name_of(1), name_of(2));
    upload(name_of(3));
    say(name_of(3));
    storage->commit();
    Sweeper sweeper(*storage, *uploads, {});
    now.wall_ms += hour_ms;
    sweeper.tick(now);
    while (storage->backlog() > 0) answer();
    (void)storage->take_answers();
    EXPECT_TRUE(is_there(name_of(1))) << "an upload stays for an hour";
    now.wall_ms += 1;
    now.mono_ms = sweeper.next_deadline();
    sweeper.tick(now);
    while (is_there(name_of(1))) answer();
    EXPECT_FALSE(is_there(name_of(2))) << "the preview goes, too";
    EXPECT_TRUE(is_there(name_of(3)));
    EXPECT_EQ(storage->file_bytes(), 7U);
    EXPECT_EQ(storage->find_file(name_of(1)), nullptr) << "no message can name a removed upload";
}

TEST_F(SweeperTest, ShouldKeepAnUploadThatIsNamedDuringTheSweep) {
    upload(name_of(1));
    upload(name_of(2));
    Sweeper sweeper(*storage, *uploads, {});
    now.wall_ms += hour_ms + 1;
    sweeper.tick(now);
    say(name_of(1));
    while (is_there(name_of(2))) answer();
    EXPECT_TRUE(is_there(name_of(1)));
    storage->commit();
    EXPECT_NE(storage->find_file(name_of(1)), nullptr);
}

TEST_F(SweeperTest, ShouldNotLetAMessageNameAnUploadDuringItsRemoval) {
    upload(name_of(1));
    storage->commit();
    Sweeper sweeper(*storage, *uploads, {});
    now.wall_ms += hour_ms + 1;
    sweeper.tick(now);
    while (is_there(name_of(1))) answer();
    EXPECT_EQ(storage->prepare_file(name_of(1), 1), chat::Ready::now) << "the removal is not written yet";
    EXPECT_EQ(storage->find_file(name_of(1)), nullptr);
}

TEST_F(SweeperTest, ShouldRemoveUploadsThatACrashLeft) {
    upload(name_of(1), name_of(2));
    keep(name_of(3));
    keep(name_of(4));
    const timespec old[2] = {{1, 0}, {1, 0}};
    for (const int number : {1, 2, 3}) {
        ::utimensat(AT_FDCWD, (folder.path() / "uploads" / name_of(number)).c_str(), old, 0);
    }
    Sweeper sweeper(*storage, *uploads, {name_of(1), name_of(2), name_of(3), name_of(4), name_of(5)});
    sweeper.tick(now);
    while (is_there(name_of(3))) answer();
    EXPECT_TRUE(is_there(name_of(1)));
    EXPECT_TRUE(is_there(name_of(2)));
    EXPECT_TRUE(is_there(name_of(4))) << "the file is too young to remove";
}

}  // namespace
}  // namespace papo::test
