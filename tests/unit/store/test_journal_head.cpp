// What a segment's head is for: its format, whose it is, and the salt that tells its records from bytes that look like
// some.
#include <gtest/gtest.h>

#include "papo/store/codec.h"
#include "papo/store/facts.h"
#include "papo/store/journal.h"
#include "tests/support/journal_formats.h"
#include "tests/support/temp_folder.h"

namespace papo::test {
namespace {

using namespace store;

constexpr DatabaseId ours{1, 2, 3};

class JournalHeadTest : public testing::Test {
protected:
    // A segment with one record; all that is in its file.
    std::string segment(const std::string& payload, const DatabaseId& database = ours) {
        auto journal = Journal::begin(real_disk(), folder.path().string(), ++segments, database);
        auto record = std::string(record_head, '\0') + payload;
        EXPECT_TRUE((*journal)->append(record));
        return read_file(segment_path(folder.path().string(), segments));
    }
    static Segment read(std::string_view bytes) { return read_segment(bytes, 1, {}, ours); }
    static void expect_nothing(const std::string& bytes, SegmentEnd end) {
        const auto segment = read(bytes);
        EXPECT_TRUE(segment.records.empty());
        EXPECT_EQ(segment.end, end);
        EXPECT_EQ(segment.cut, bytes.size());
    }

    TempFolder folder;
    std::uint64_t segments = 0;
};

TEST_F(JournalHeadTest, ShouldTellWhoseASegmentIs) {
    EXPECT_EQ(read(segment("one")).records.size(), 1U);
    expect_nothing(segment("one", DatabaseId{9}), SegmentEnd::foreign);
    EXPECT_EQ(read_segment(segment("one", DatabaseId{9}), 1, {}, std::nullopt).records.size(), 1U);
}

TEST_F(JournalHeadTest, ShouldTellALaterFormFromADamagedHead) {
    auto head = head_of_format(journal_format + 1);
    expect_nothing(head, SegmentEnd::newer);
    expect_nothing(head + "whatever", SegmentEnd::newer);
    expect_nothing(head_of_format(journal_format), SegmentEnd::damaged);
    head[50] = 'y';
    expect_nothing(head, SegmentEnd::damaged);
}

TEST_F(JournalHeadTest, ShouldTakeTheHeadOfAFileAloneForWhatItIs) {
    const auto path = segment_path(folder.path().string(), 1);
    const auto look = [&](const std::string& bytes) {
        write_file(path, bytes);
        return *read_segment_head(real_disk(), folder.path().string(), 1, ours);
    };
    const std::string large(1U << 20U, 'x');
    EXPECT_EQ(look(segment(large)), SegmentEnd::whole);
    EXPECT_EQ(look(segment(large, DatabaseId{9})), SegmentEnd::foreign);
    EXPECT_EQ(look(head_of_format(journal_format + 1) + large), SegmentEnd::newer);
    EXPECT_EQ(look("papolog1" + large), SegmentEnd::whole);
    EXPECT_EQ(look(large), SegmentEnd::damaged);
    EXPECT_EQ(look(""), SegmentEnd::whole);
}

// A text may be a whole valid record; it must never be taken for one, should the file be such that it is looked at.
TEST_F(JournalHeadTest, ShouldNotTakeBytesOfATextForARecord) {
    const auto one = segment("one");
    const auto other = segment("one");
    const auto head = one.substr(0, segment_head);
    ASSERT_EQ(read(head + one.substr(segment_head)).records.size(), 1U);
    for (const auto& text : {other.substr(segment_head), old_record("one"), old_record(std::string("\2\7", 2))}) {
        const auto segment = read(head + text);
        EXPECT_TRUE(segment.records.empty());
        EXPECT_EQ(segment.end, SegmentEnd::damaged);
    }
}

TEST_F(JournalHeadTest, ShouldReadTheFirstFormat) {
    std::string payload = "\1";  // room made
    put_number(payload, 300);
    put_string(payload, "sala");
    put_string(payload, "epoch");
    put_string(payload, "");
    payload += '\3';  // said
    for (const std::uint64_t number : {300U, 1U, 1000U}) put_number(payload, number);
    put_string(payload, std::string(16, '\5'));
    put_string(payload, "ana");
    put_string(payload, "id");
    put_number(payload, 0);  // no text
    put_string(payload, "f.png");
    payload += std::string("\2\7", 2);  // room 7 forgotten
    const auto bytes = "papolog1" + old_record(payload) + old_record(std::string("\2\x09", 2));
    const auto segment = read(bytes);
    EXPECT_EQ(segment.end, SegmentEnd::whole);
    ASSERT_EQ(segment.records.size(), 2U);
    EXPECT_EQ(segment.records[0].end, (Position{1, 8 + record_head + payload.size()})) << "as the database knows it";
    EXPECT_EQ(segment.records[1].end, (Position{1, bytes.size()}));
    Decoder in(segment.records[0].payload());
    EXPECT_EQ(std::get<RoomMade>(*take_fact(in)).epoch, "epoch");
    const auto said = std::get<Said>(*take_fact(in));
    EXPECT_EQ(said.room, 300U);
    EXPECT_EQ(said.session[15], 5);
    EXPECT_FALSE(said.text);
    EXPECT_EQ(said.filename, "f.png");
    EXPECT_EQ(std::get<RoomForgotten>(*take_fact(in)).room, 7U);
    EXPECT_TRUE(in.at_end());
    EXPECT_EQ(read_segment(bytes, 1, segment.records[0].end, ours).records.size(), 1U);
    EXPECT_EQ(read(bytes.substr(0, bytes.size() - 1)).end, SegmentEnd::torn);
}

TEST_F(JournalHeadTest, ShouldKnowNoOtherKindsInTheFirstFormat) {
    for (const auto* payload : {"\x08", "\x08\1", "\x63", "\2\7\2"}) {
        const auto segment = read("papolog1" + old_record("\2\7") + old_record(payload));
        EXPECT_EQ(segment.records.size(), 1U);
        EXPECT_EQ(segment.end, SegmentEnd::damaged);
    }
}

}  // namespace
}  // namespace papo::test
