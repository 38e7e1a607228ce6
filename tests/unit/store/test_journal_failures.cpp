#include "papo/store/journal.h"

#include <gtest/gtest.h>

#include "tests/support/faulty_disk.h"
#include "tests/support/temp_folder.h"

namespace papo::test {
namespace {

using store::Journal;
using store::SegmentEnd;

class FailingJournalTest : public testing::Test {
protected:
    void SetUp() override {
        auto begun = Journal::begin(disk, folder.path().string(), 1, store::DatabaseId{7});
        ASSERT_TRUE(begun);
        journal = std::move(*begun);
    }
    bool append(const std::string& payload) {
        auto bytes = std::string(store::record_head, '\0') + payload;
        return bool(journal->append(bytes));
    }
    std::vector<std::string> read() {
        const auto segment =
            store::read_segment(store::real_disk(), folder.path().string(), 1, {}, store::DatabaseId{7});
        std::vector<std::string> payloads;
        for (const auto& record : segment->records) payloads.emplace_back(record.payload());
        EXPECT_EQ(segment->end, SegmentEnd::whole) << segment->cut << " bytes must not read as a record";
        return payloads;
    }

    TempFolder folder;
    FaultyDisk disk;
    std::unique_ptr<Journal> journal;
};

TEST_F(FailingJournalTest, ShouldLeaveNothingOfARecordThatFailed) {
    EXPECT_TRUE(append("one"));
    disk.set_plan([](DiskCall call) { return call == DiskCall::write ? Fault::half_done : Fault::none; });
    EXPECT_FALSE(append(std::string(100, '\1')));
    EXPECT_EQ(read(), std::vector<std::string>{"one"});
    disk.set_plan({});
    EXPECT_TRUE(append("two"));
    EXPECT_EQ(read(), (std::vector<std::string>{"one", "two"}));
}

TEST_F(FailingJournalTest, ShouldRefuseRecordsUntilAFailedOneIsRemoved) {
    disk.set_plan([](DiskCall call) {
        return call == DiskCall::write      ? Fault::half_done
               : call == DiskCall::truncate ? Fault::nothing_done
                                            : Fault::none;
    });
    EXPECT_FALSE(append(std::string(100, '\1')));
    disk.set_plan([](DiskCall call) { return call == DiskCall::truncate ? Fault::nothing_done : Fault::none; });
    EXPECT_FALSE(append("one"));
    disk.set_plan({});
    EXPECT_TRUE(append("one"));
    EXPECT_EQ(read(), std::vector<std::string>{"one"});
}

}  // namespace
}  // namespace papo::test
