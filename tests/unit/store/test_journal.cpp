#include <gtest/gtest.h>

#include "papo/store/codec.h"
#include "papo/store/facts.h"
#include "papo/store/journal.h"
#include "tests/support/temp_folder.h"

namespace papo::test {
namespace {

using namespace store;

class JournalTest : public testing::Test {
protected:
    void SetUp() override {
        auto begun = Journal::begin(real_disk(), folder.path().string(), 1, DatabaseId{7});
        ASSERT_TRUE(begun);
        journal = std::move(*begun);
    }
    void append(const std::string& payload) {
        std::string record(record_head, '\0');
        record += payload;
        ASSERT_TRUE(journal->append(record));
    }
    Segment read(Position from = {}) {
        auto segment = read_segment(real_disk(), folder.path().string(), 1, from, DatabaseId{7});
        EXPECT_TRUE(segment);
        return *segment;
    }
    static std::string payloads(const Segment& segment) {
        std::string all;
        for (const auto& record : segment.records) all += std::string(record.payload()) + ";";
        return all;
    }

    TempFolder folder;
    std::string path = segment_path(folder.path().string(), 1);
    std::unique_ptr<Journal> journal;
};

TEST_F(JournalTest, ShouldReadWhatItWrote) {
    append("one");
    const auto middle = journal->end();
    append("two");
    EXPECT_EQ(payloads(read()), "one;two;");
    EXPECT_EQ(payloads(read(middle)), "two;");
    EXPECT_EQ(payloads(read(journal->end())), "");
    EXPECT_EQ(read().records.back().end, journal->end());
    EXPECT_EQ(*list_segments(real_disk(), folder.path().string()), std::vector<std::uint64_t>{1});
}

TEST_F(JournalTest, ShouldEndAtTheLastWholeRecordWhereverItIsCut) {
    append("one");
    const auto first = journal->end().offset;
    append("two");
    const auto whole = read_file(path);
    for (std::size_t size = 0; size <= whole.size(); ++size) {
        write_file(path, std::string_view(whole).substr(0, size));
        const auto segment = read();
        EXPECT_EQ(payloads(segment), size == whole.size() ? "one;two;" : size >= first ? "one;" : "") << size;
        const bool at_an_end = size <= segment_head || size == first || size == whole.size();
        EXPECT_EQ(segment.end, at_an_end ? SegmentEnd::whole : SegmentEnd::torn) << size;
    }
}

TEST_F(JournalTest, ShouldNoticeEveryChangedByte) {
    append("one");
    const auto first = journal->end().offset;
    append("two");
    const auto whole = read_file(path);
    for (std::size_t at = 0; at < whole.size(); ++at) {
        auto changed = whole;
        changed[at] = static_cast<char>(changed[at] ^ 0x55);
        write_file(path, changed);
        const auto segment = read();
        EXPECT_EQ(payloads(segment), at < first ? "" : "one;") << at;
        EXPECT_EQ(segment.end, SegmentEnd::damaged) << at;
    }
}

TEST_F(JournalTest, ShouldNotTakeZerosForRecords) {
    append("one");
    write_file(path, read_file(path) + std::string(100, '\0'));
    EXPECT_EQ(payloads(read()), "one;");
    EXPECT_EQ(read().end, SegmentEnd::damaged);
}

TEST_F(JournalTest, ShouldBeginAnotherSegmentWhenOneIsFull) {
    const std::string large(1U << 20U, 'x');
    for (int i = 0; i < 9; ++i) append(large);
    EXPECT_EQ(journal->end().segment, 2U);
    EXPECT_EQ(read().records.size(), 8U);
    EXPECT_EQ(list_segments(real_disk(), folder.path().string())->size(), 2U);
}

TEST(Facts, ShouldReadAsTheyWereWritten) {
    std::string bytes;
    chat::FileInfo info{"f.png", "Férias.png", "image/png", chat::FileKind::image, 5'000'000'000, 640, 480, "t.jpg"};
    append_fact(bytes, RoomMade{7, "sala", "epoch", "hash"});
    append_fact(bytes, Said{7, 1, 1'700'000'000'000, chat::SessionId{1, 2, 255}, "ana", "id", "text", "f.png"});
    append_fact(bytes, Said{7, 2, 5, chat::SessionId{}, "bia", "i", std::nullopt, ""});
    append_fact(bytes, PersonCame{7, chat::SessionId{9}, "ana"});
    append_fact(bytes, PersonWent{7, "ana"});
    append_fact(bytes, FileAdded{info, 6'000'000'000, 12});
    append_fact(bytes, FileRemoved{"f.png"});
    append_fact(bytes, RoomForgotten{7});
    Decoder in(bytes);
    const auto made = std::get<RoomMade>(*take_fact(in));
    EXPECT_EQ(made.name, "sala");
    EXPECT_EQ(made.password_hash, "hash");
    const auto first = std::get<Said>(*take_fact(in));
    EXPECT_EQ(first.ts, 1'700'000'000'000);
    EXPECT_EQ(first.session, (chat::SessionId{1, 2, 255}));
    EXPECT_EQ(first.text, "text");
    EXPECT_EQ(first.filename, "f.png");
    EXPECT_FALSE(std::get<Said>(*take_fact(in)).text);
    EXPECT_EQ(std::get<PersonCame>(*take_fact(in)).session, chat::SessionId{9});
    EXPECT_EQ(std::get<PersonWent>(*take_fact(in)).name, "ana");
    const auto file = std::get<FileAdded>(*take_fact(in));
    EXPECT_EQ(file.info.size, info.size);
    EXPECT_EQ(file.info.thumb, info.thumb);
    EXPECT_EQ(file.bytes, 6'000'000'000);
    EXPECT_EQ(std::get<FileRemoved>(*take_fact(in)).filename, "f.png");
    EXPECT_EQ(std::get<RoomForgotten>(*take_fact(in)).room, 7U);
    EXPECT_TRUE(in.at_end());
    EXPECT_FALSE(in.failed());
}

TEST(Facts, ShouldRefuseInvalidBytes) {
    std::string bytes;
    append_fact(bytes, Said{7, 1, 5, chat::SessionId{1}, "ana", "id", "text", ""});
    for (std::size_t size = 0; size < bytes.size(); ++size) {
        Decoder cut(std::string_view(bytes).substr(0, size));
        EXPECT_FALSE(take_fact(cut)) << size;
    }
    const std::string no_end(20, '\xff');
    Decoder endless(no_end);
    EXPECT_FALSE(take_fact(endless));
}

TEST(Facts, ShouldSkipAKindThatIsNotKnown) {
    std::string bytes;
    append_fact(bytes, RoomForgotten{1});
    append_fact(bytes, UnknownFact{0x63, std::string_view("\0 of a later papo", 17)});
    append_fact(bytes, UnknownFact{0, ""});
    append_fact(bytes, RoomForgotten{2});
    Decoder in(bytes);
    EXPECT_EQ(std::get<RoomForgotten>(*take_fact(in)).room, 1U);
    const auto unknown = std::get<UnknownFact>(*take_fact(in));
    EXPECT_EQ(unknown.kind, 0x63);
    EXPECT_EQ(unknown.fields.size(), 17U);
    EXPECT_TRUE(std::holds_alternative<UnknownFact>(*take_fact(in)));
    EXPECT_EQ(std::get<RoomForgotten>(*take_fact(in)).room, 2U);
    EXPECT_TRUE(in.at_end());
}

TEST(Facts, ShouldSkipWhatALaterPapoHasAddedToAKind) {
    std::string bytes;
    append_fact(bytes, PersonWent{7, "ana"});
    put_string(bytes, "and why");
    store_u32(&bytes[1], static_cast<std::uint32_t>(bytes.size() - 5));
    append_fact(bytes, RoomForgotten{2});
    Decoder in(bytes);
    EXPECT_EQ(std::get<PersonWent>(*take_fact(in)).name, "ana");
    EXPECT_EQ(std::get<RoomForgotten>(*take_fact(in)).room, 2U);
}

}  // namespace
}  // namespace papo::test
