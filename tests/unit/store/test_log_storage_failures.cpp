// Fails the n-th call of the disk for n = 0, 1, 2, … until a run makes fewer calls. After a restart, exactly the
// acknowledged messages are there, in order, and the storage works.
#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>
#include <optional>
#include <thread>

#include "papo/store/log_storage.h"
#include "tests/support/answers.h"
#include "tests/support/faulty_disk.h"
#include "tests/support/said.h"
#include "tests/support/temp_folder.h"

namespace papo::test {
namespace {

using chat::SessionId;
using store::LogStorage;

constexpr SessionId ana_id{1};

class LogStorageFailures : public testing::TestWithParam<Fault> {
protected:
    Result<std::unique_ptr<LogStorage>> open() {
        store::StorageOptions options;
        options.path = (folder->path() / "papo.db").string();
        options.disk = &disk;
        options.make_epoch = [this] { return "epoch" + std::to_string(++epochs); };
        options.warn = [this](const std::string& message) { warnings.push_back(message); };
        return LogStorage::open(std::move(options));
    }

    // Fails the n-th call from now on.
    void fail(int n) {
        failed = false;
        disk.set_plan([this, left = n](DiskCall) mutable {
            if (left-- != 0) return Fault::none;
            failed = true;
            return GetParam();
        });
    }

    void say(LogStorage& storage, const std::string& text) {
        auto* log = storage.find_room("r");
        ASSERT_NE(log, nullptr);
        const auto newest = log->record().seq;
        auto entry = std::make_shared<chat::Entry>();
        entry->session = ana_id;
        entry->from = "ana";
        entry->id = text.substr(0, 10);
        entry->body = chat::Said{text, nullptr};
        Answers answers;
        storage.answer_to(&answers);
        storage.propose(*log, entry, 1);
        storage.commit();
        storage.answer_to(nullptr);
        if (!answers.kept.empty()) {
            EXPECT_EQ(answers.kept.front()->seq, newest + 1);
            acknowledged.push_back(text);
        } else {
            EXPECT_EQ(answers.lost.size(), 1U);
            EXPECT_EQ(log->record().seq, newest) << "a refused message must not be there";
        }
    }

    void upload(LogStorage& storage, const std::string& filename) {
        auto file = std::make_shared<chat::FileInfo>();
        file->filename = filename;
        storage.add_file(file, 100, 1, 1);
        storage.commit();
        if (!wait(storage).error) uploaded = filename;
    }

    void open_room(LogStorage& storage) {
        auto made = storage.create_room("r", "");
        ASSERT_TRUE(made);
        storage.hold_room(**made);
        storage.person_came(**made, ana_id, "ana");
        storage.commit();
        epoch = (*made)->record().epoch;
    }

    // Uses the storage; a failed call may refuse only the request that needed it.
    void live(LogStorage& storage, int from) {
        if (storage.find_room("r") == nullptr) open_room(storage);
        for (int i = from; i < from + 3; ++i) say(storage, "text " + std::to_string(i));
        upload(storage, "upload" + std::to_string(from));
        // Fills a segment, so that the next record begins a new one.
        if (from == 0) say(storage, "long" + std::string(store::Journal::segment_bytes, 'x'));
        for (int i = from + 4; i < from + 6; ++i) say(storage, "text " + std::to_string(i));
    }

    // Expects exactly the acknowledged messages, people and uploads.
    void expect_kept(LogStorage& storage) {
        ASSERT_EQ(storage.take_people().size(), 1U) << "the people in the room";
        auto* log = storage.find_room("r");
        ASSERT_NE(log, nullptr);
        EXPECT_EQ(log->record().epoch, epoch);
        ASSERT_EQ(log->record().seq, acknowledged.size());
        std::vector<std::string> texts;
        for (const auto& entry : read_all(storage, *log)) texts.push_back(text_of(*entry));
        EXPECT_TRUE(texts == acknowledged) << "other texts than acknowledged";
        if (!uploaded) return;
        if (storage.prepare_file(*uploaded, 2) == chat::Ready::later) wait(storage);
        EXPECT_NE(storage.find_file(*uploaded), nullptr) << "the upload";
    }

    std::vector<chat::EntryPtr> read_all(LogStorage& storage, chat::RoomLog& log) {
        storage.read_page(log, log.record().seq + 1, 1000, SIZE_MAX, 1);
        return wait(storage).page.entries;
    }

    chat::StorageAnswer wait(LogStorage& storage) {
        for (;;) {
            auto answers = storage.take_answers();
            if (!answers.empty()) return answers.front();
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
        }
    }

    // Two lives of the storage on a failing disk, and one on a good disk. Repeats a start that fails.
    void tell_story(int n) {
        SCOPED_TRACE("call number " + std::to_string(n) + " fails");
        folder.emplace();
        acknowledged.clear();
        uploaded.reset();
        fail(n);
        for (const int from : {0, 10}) {
            auto storage = open();
            if (!storage) {
                EXPECT_TRUE(failed) << storage.error().message;
                EXPECT_FALSE(storage.error().message.empty());
                storage = open();
                ASSERT_TRUE(storage) << "a start that failed must not hinder the next one: " << storage.error().message;
            }
            if (from > 0) expect_kept(**storage);
            live(**storage, from);
        }
        disk.set_plan({});
        auto storage = open();
        ASSERT_TRUE(storage) << storage.error().message;
        expect_kept(**storage);
        const auto before = acknowledged.size();
        say(**storage, "the end");
        EXPECT_EQ(acknowledged.size(), before + 1);
    }

    std::optional<TempFolder> folder;
    FaultyDisk disk;
    bool failed = false;
    int epochs = 0;
    std::string epoch;
    std::vector<std::string> acknowledged;
    std::optional<std::string> uploaded;
    std::vector<std::string> warnings;
};

TEST_P(LogStorageFailures, ShouldKeepExactlyTheAcknowledgedMessages) {
    int n = 0;
    do {
        tell_story(n++);
        if (HasFatalFailure()) return;
    } while (failed);
    EXPECT_GT(n, 20) << "the run calls the disk more often";
}

INSTANTIATE_TEST_SUITE_P(Faults, LogStorageFailures, testing::Values(Fault::nothing_done, Fault::half_done),
                         [](const auto& param) {
                             return param.param == Fault::nothing_done ? "NothingDone" : "HalfDone";
                         });

// If a start notices a loss and fails before it has handled it, the next start must notice the loss again.
class LostJournal : public testing::Test {
protected:
    Result<std::unique_ptr<LogStorage>> open() {
        store::StorageOptions options;
        options.path = path.string();
        options.disk = &disk;
        options.make_epoch = [this] { return "epoch" + std::to_string(++epochs); };
        return LogStorage::open(std::move(options));
    }
    void SetUp() override {
        const auto storage = open();
        ASSERT_TRUE(storage);
        auto room = (*storage)->create_room("r", "");
        ASSERT_TRUE(room);
        (*storage)->hold_room(**room);
        (*storage)->person_came(**room, ana_id, "ana");
        (*storage)->commit();
        epoch = (*room)->record().epoch;
    }
    void expect_new_epoch_after_a_failed_start() {
        disk.set_plan([renames = 0](DiskCall call) mutable {
            return call == DiskCall::rename && ++renames == 2 ? Fault::nothing_done : Fault::none;
        });
        EXPECT_FALSE(open());
        disk.set_plan({});
        auto storage = open();
        ASSERT_TRUE(storage) << storage.error().message;
        auto* log = (*storage)->find_room("r");
        ASSERT_NE(log, nullptr);
        EXPECT_NE(log->record().epoch, epoch);
    }
    void write_segment(std::uint64_t number, const std::string& bytes) const {
        write_file(store::segment_path(path.string() + ".journal", number), bytes);
    }

    TempFolder folder;
    std::filesystem::path path = folder.path() / "papo.db";
    FaultyDisk disk;
    int epochs = 0;
    std::string epoch;
};

TEST_F(LostJournal, ShouldBeNoticedAgainWhenItIsDamaged) {
    write_segment(1, std::string("papolog1\4\0\0\0crc!text", 20));
    write_segment(2, "papolog1");
    expect_new_epoch_after_a_failed_start();
}

TEST_F(LostJournal, ShouldBeNoticedAgainWhenTheDatabaseIsACopy) {
    auto database = store::Database::open(path.string());
    ASSERT_TRUE(database);
    ASSERT_TRUE((*database)->set_copy_mark());
    database = Error{"closed"};
    write_segment(1, "papolog1");
    write_segment(2, "papolog1");
    expect_new_epoch_after_a_failed_start();
}

}  // namespace
}  // namespace papo::test
