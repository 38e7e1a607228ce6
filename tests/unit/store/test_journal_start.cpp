// What a start does about segments that are not its own, and about facts that it does not know.
#include <gtest/gtest.h>

#include "papo/store/database.h"
#include "papo/store/log_storage.h"
#include "tests/support/stored_log.h"
#include "tests/support/temp_folder.h"

namespace papo::test {
namespace {

using namespace store;

class JournalStart : public testing::Test {
protected:
    std::unique_ptr<LogStorage> open() {
        warnings.clear();
        store::StorageOptions options;
        options.path = path;
        options.make_epoch = [this] { return "epoch" + std::to_string(++epochs); };
        options.warn = [this](const std::string& message) { warnings += message + "\n"; };
        auto storage = LogStorage::open(std::move(options));
        EXPECT_TRUE(storage) << storage.error().message;
        return storage ? std::move(*storage) : nullptr;
    }
    template <typename... Facts>
    void write_segment(std::uint64_t number, const DatabaseId& id, const Facts&... facts) {
        auto journal = Journal::begin(real_disk(), journal_folder(path), number, id);
        std::string record(record_head, '\0');
        (append_fact(record, facts), ...);
        ASSERT_TRUE((*journal)->append(record));
    }
    DatabaseId id() const { return *(*Database::open(path))->id(); }
    static Said said(std::uint64_t seq) { return {1, seq, 1, chat::SessionId{1}, "ana", "id", "text", ""}; }
    std::string segment(std::uint64_t number, const char* suffix = "") const {
        return segment_path(journal_folder(path), number) + suffix;
    }
    bool warned_of(const std::string& words) const { return warnings.find(words) != std::string::npos; }
    std::string entries() const { return run_sql(path, "SELECT count(*) FROM entries"); }

    TempFolder folder;
    std::string path = (folder.path() / "papo.db").string();
    std::string warnings;
    int epochs = 0;
};

TEST_F(JournalStart, ShouldSkipFactsThatItDoesNotKnowAndSaySoOnce) {
    open();
    write_segment(2, id(), RoomMade{1, "r", "e", ""}, said(1), UnknownFact{99, "of a later papo"}, said(2));
    {
        const auto storage = open();
        EXPECT_TRUE(warned_of("skipped 1 ")) << warnings;
        EXPECT_EQ(storage->figures().unknown_facts, 1U);
        EXPECT_EQ(entries(), "2");
    }
    const auto storage = open();
    EXPECT_EQ(warnings, "");
    EXPECT_EQ(storage->figures().unknown_facts, 0U);
}

TEST_F(JournalStart, ShouldNotFoldTheJournalOfAnotherDatabase) {
    open();
    write_segment(2, id(), RoomMade{1, "r", "e", ""}, said(1));
    write_segment(3, DatabaseId{9}, said(2));
    const auto foreign = read_file(segment(3));
    open();
    EXPECT_TRUE(warned_of(segment(3) + " belongs to another database")) << warnings;
    EXPECT_EQ(read_file(segment(3, ".damaged")), foreign) << "it is kept";
    EXPECT_EQ(entries(), "1");
    EXPECT_NE(run_sql(path, "SELECT epoch FROM rooms"), "e") << "ours may be lost";
}

TEST_F(JournalStart, ShouldNotRemoveTheJournalOfAnotherDatabase) {
    for (int i = 0; i < 3; ++i) open();
    write_segment(1, DatabaseId{9}, said(1));
    const auto foreign = read_file(segment(1));
    write_segment(4, id(), RoomMade{1, "r", "e", ""}, said(1));
    open();
    EXPECT_TRUE(warned_of("belongs to another database")) << warnings;
    EXPECT_EQ(read_file(segment(1, ".damaged")), foreign);
    EXPECT_EQ(entries(), "1");
    EXPECT_EQ(run_sql(path, "SELECT epoch FROM rooms"), "e") << "of ours nothing is missing";
}

}  // namespace
}  // namespace papo::test
