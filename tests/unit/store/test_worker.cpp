#include "papo/store/worker.h"

#include <gtest/gtest.h>

#include <atomic>
#include <filesystem>
#include <future>
#include <semaphore>

#include "tests/support/faulty_disk.h"
#include "tests/support/temp_folder.h"

namespace papo::test {
namespace {

using namespace store;

constexpr std::uint64_t rooms = 20;

// A turn's record: one message in each room.
Record turn(std::uint64_t number, const std::string& text) {
    Record record{{1, number}, std::string(record_head, '\0')};
    for (std::uint64_t room = 1; room <= rooms; ++room) {
        if (number == 1) append_fact(record.bytes, RoomMade{room, "r" + std::to_string(room), "e", ""});
        append_fact(record.bytes, Said{room, number, 1, chat::SessionId{1}, "ana", std::to_string(number), text, ""});
    }
    return record;
}

TEST(Worker, ShouldRemoveAtLeastAsFastAsItFolds) {
    TempFolder folder;
    auto database = Database::open((folder.path() / "papo.db").string());
    ASSERT_TRUE(database);
    Worker::Options options;
    options.retention.max_messages = 10;
    Worker worker(std::move(*database), std::move(options));
    // Far more than one fold takes, so that the worker always has records to fold.
    constexpr std::uint64_t turns = 500;
    for (std::uint64_t number = 1; number <= turns; ++number) worker.fold(turn(number, std::string(200, 'x')), nullptr);
    std::promise<std::int64_t> left;
    worker.ask({1, turns}, false, [&](Result<Database*> db) -> Worker::Done {
        left.set_value((*db)->sqlite().integer("SELECT count(*) FROM entries"));
        return [] {};
    });
    const auto in_a_fold = static_cast<std::int64_t>(256U * 1024U / 200U + rooms);
    EXPECT_LE(left.get_future().get(), static_cast<std::int64_t>(10 * rooms) + in_a_fold)
        << "10,000 entries were folded; ten for each room and those of one fold may be left";
}

// The name of a new database is not durable before this sync.
TEST(Worker, ShouldSyncTheNamesOfJournalAndDatabaseWithTheFirstSyncOfAFile) {
    const TempFolder folder;
    const auto journal = (folder.path() / "papo.db.journal").string();
    std::filesystem::create_directory(journal);
    FaultyDisk disk;
    std::atomic<int> folders = 0;
    disk.set_plan([&](DiskCall call) {
        if (call == DiskCall::sync_folder) ++folders;
        return Fault::none;
    });
    auto database = Database::open(":memory:");
    ASSERT_TRUE(database);
    std::counting_semaphore<> woken{0};
    Worker::Options options;
    options.journal_folder = journal;
    options.disk = &disk;
    options.wake_loop = [&] { woken.release(); };
    Worker worker(std::move(*database), std::move(options));
    auto opened = disk.open(journal + "/1.log");
    ASSERT_TRUE(opened);
    const std::shared_ptr<AppendFile> file = std::move(*opened);
    for (int i = 0; i < 2; ++i) {
        worker.sync(file, [](const Result<void>& synced) { EXPECT_TRUE(synced); });
        woken.acquire();
        worker.run_done();
        EXPECT_EQ(folders, 2);
    }
}

}  // namespace
}  // namespace papo::test
