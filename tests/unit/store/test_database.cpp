#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>

#include <map>

#include "papo/store/database.h"
#include "papo/store/new_database.h"
#include "papo/store/schema.h"
#include "tests/support/said.h"
#include "tests/support/temp_folder.h"

namespace papo::test {
namespace {

using namespace store;

constexpr Portion whole{1'000'000, SIZE_MAX};
constexpr std::int64_t hour = 3'600'000;  // ms

std::string texts(const chat::Page& page) {
    std::string all;
    for (const auto& entry : page.entries) all += (all.empty() ? "" : "|") + said_in(*entry).text.value_or("-");
    return all + (page.more ? " more" : "");
}

class DatabaseTest : public testing::Test {
protected:
    void SetUp() override { open(); }
    void open() {
        db.reset();
        auto opened = Database::open((folder.path() / "papo.db").string());
        ASSERT_TRUE(opened) << opened.error().message;
        db = std::move(*opened);
    }
    template <typename Made>
    void tell(const Made& fact) {
        append_fact(facts, fact);
    }
    Result<void> fold() {
        position.offset += 1;
        const Record record{position, std::string(record_head, '\0') + std::exchange(facts, {})};
        return db->fold({&record, 1});
    }
    void say(std::uint64_t seq, std::string_view text, std::uint8_t session = 1, std::uint64_t room = 1,
             std::string_view file = "") {
        const auto id = "id" + std::to_string(seq);
        tell(Said{room, seq, static_cast<std::int64_t>(seq) * 1000, chat::SessionId{session}, "ana", id, text, file});
    }
    void index() {
        for (auto more = db->index_some(); more && *more; more = db->index_some()) {
        }
    }
    std::string search(std::string_view query, std::uint64_t before = UINT32_MAX, std::uint64_t room = 1) {
        index();
        return texts(*db->search(room, query, before, whole));
    }

    void set_age(std::int64_t ms) { ASSERT_TRUE(db->set_age({ms, ms})); }
    void shorten(const Retention& rules) {
        while (!db->shorten(rules)->empty()) {
        }
    }
    void forget_absent() {
        while (*db->forget_absent()) {
        }
    }
    // Sqlite::prepared() knows a statement by the address of its text, so the map keeps each text at one address.
    std::int64_t count(const std::string& table) {
        return db->sqlite().integer(queries_.emplace(table, "SELECT count(*) FROM " + table).first->second.c_str());
    }

    TempFolder folder;
    std::unique_ptr<Database> db;
    std::string facts;
    Position position{1, 8};

private:
    std::map<std::string, std::string> queries_;
};

TEST_F(DatabaseTest, ShouldKeepFoldedFactsAndThePosition) {
    tell(RoomMade{1, "sala", "epoch", "hash"});
    say(1, "one");
    say(2, "two");
    ASSERT_TRUE(fold());
    open();
    EXPECT_EQ(*db->folded(), position);
    const auto room = *db->load_room("sala", {1, SIZE_MAX});
    ASSERT_TRUE(room);
    EXPECT_EQ(room->record.epoch, "epoch");
    EXPECT_EQ(room->record.password_hash, "hash");
    EXPECT_EQ(room->record.seq, 2U);
    EXPECT_EQ(room->record.ts, 2000);
    EXPECT_EQ(room->tail.size(), 1U);
    EXPECT_FALSE(*db->load_room("other", whole));
    EXPECT_EQ(*db->newest_room_number(), 1U);
}

TEST_F(DatabaseTest, ShouldApplyAFoldWholeOrNotAtAll) {
    tell(RoomMade{1, "sala", "e", ""});
    say(1, "one");
    ASSERT_TRUE(fold());
    const auto before = *db->folded();
    say(2, "two");
    say(4, "a gap");
    EXPECT_FALSE(fold());
    EXPECT_TRUE(db->found_damage());
    EXPECT_EQ(*db->folded(), before);
    EXPECT_EQ(texts(*db->read_page(1, 100, whole)), "one");
    say(2, "two", 2);
    EXPECT_TRUE(fold()) << "a session that was met in the failed one is nobody's";
    EXPECT_EQ(texts(*db->read_page(1, 100, whole)), "one|two");
}

TEST_F(DatabaseTest, ShouldFoldAnyNumberOfEntries) {
    tell(RoomMade{1, "sala", "e", ""});
    std::uint64_t seq = 0;
    std::string all;
    for (const int more : {1, 15, 16, 17, 32, 40}) {
        for (int i = 0; i < more; ++i) {
            ++seq;
            say(seq, std::to_string(seq), static_cast<std::uint8_t>(1 + seq % 3));
            all += (all.empty() ? "" : "|") + std::to_string(seq);
        }
        ASSERT_TRUE(fold());
    }
    EXPECT_EQ(texts(*db->read_page(1, 1000, whole)), all);
    for (std::uint64_t i = 1; i <= seq; ++i) {
        const auto session = chat::SessionId{static_cast<std::uint8_t>(1 + i % 3)};
        EXPECT_TRUE(*db->was_said(1, session, i, "id" + std::to_string(i))) << i;
    }
}

TEST_F(DatabaseTest, ShouldHoldNoDanglingReferences) {
    const auto dangling = [&] { return db->sqlite().integer("SELECT count(*) FROM pragma_foreign_key_check"); };
    tell(RoomMade{1, "sala", "e", ""});
    tell(FileAdded{{"f.png", "a.png", "image/png", chat::FileKind::image, 1, 1, 1, ""}, 1, 1});
    say(1, "one", 1, 1, "f.png");
    tell(PersonCame{1, chat::SessionId{1}, "ana"});
    tell(FileRemoved{"f.png"});
    ASSERT_TRUE(fold());
    EXPECT_EQ(dangling(), 0);
    tell(PersonCame{2, chat::SessionId{1}, "ana"});
    EXPECT_FALSE(fold()) << "there is no such room";
    EXPECT_TRUE(db->found_damage());
    tell(RoomForgotten{1});
    EXPECT_FALSE(fold()) << "something was said in it";
    EXPECT_TRUE(db->found_damage());
    say(2, "two");
    tell(RoomForgotten{1});
    EXPECT_FALSE(fold());
    EXPECT_EQ(dangling(), 0);
}

TEST_F(DatabaseTest, ShouldLimitAPageByEntriesAndByWeight) {
    tell(RoomMade{1, "sala", "e", ""});
    for (std::uint64_t i = 1; i <= 5; ++i) say(i, std::to_string(i));
    ASSERT_TRUE(fold());
    EXPECT_EQ(texts(*db->read_page(1, 6, {2, SIZE_MAX})), "4|5 more");
    EXPECT_EQ(texts(*db->read_page(1, 3, {2, SIZE_MAX})), "1|2");
    EXPECT_EQ(texts(*db->read_page(1, 1, {2, SIZE_MAX})), "");
    EXPECT_EQ(texts(*db->read_page(1, 6, {9, 1})), "5 more") << "at least one";
}

TEST_F(DatabaseTest, ShouldKnowASessionsLastIds) {
    tell(RoomMade{1, "sala", "e", ""});
    for (std::uint64_t i = 1; i <= 1500; ++i) say(i, "x", i % 3 == 0 ? 2 : 1);
    ASSERT_TRUE(fold());
    const auto ids = *db->load_ids(1, chat::SessionId{1});
    ASSERT_EQ(ids.size(), 1000U);
    EXPECT_EQ(ids.front().first, "id1");
    EXPECT_EQ(ids.back().second, 1499U);
    EXPECT_TRUE(*db->was_said(1, chat::SessionId{2}, 3, "id3"));
    EXPECT_FALSE(*db->was_said(1, chat::SessionId{1}, 3, "id3"));
    EXPECT_FALSE(*db->was_said(1, chat::SessionId{2}, 3, "other"));
    EXPECT_TRUE(db->load_ids(1, chat::SessionId{9})->empty());
}

TEST_F(DatabaseTest, ShouldRememberThePeopleInRooms) {
    tell(RoomMade{1, "sala", "e", ""});
    tell(PersonCame{1, chat::SessionId{1}, "ana"});
    tell(PersonCame{1, chat::SessionId{2}, "bia"});
    tell(PersonWent{1, "ana"});
    tell(PersonCame{1, chat::SessionId{3}, "caio"});
    ASSERT_TRUE(fold());
    const auto people = *db->people();
    ASSERT_EQ(people.size(), 2U);
    EXPECT_EQ(people[0].name, "bia");
    EXPECT_EQ(people[1].session, chat::SessionId{3});
    tell(RoomForgotten{1});
    ASSERT_TRUE(fold());
    EXPECT_TRUE(db->people()->empty());
    EXPECT_FALSE(*db->load_room("sala", whole));
}

TEST_F(DatabaseTest, ShouldFindWordsRegardlessOfCaseAndAccents) {
    tell(RoomMade{1, "sala", "e", ""});
    tell(RoomMade{2, "outra", "e", ""});
    say(1, "As férias!");
    say(2, "FERIAS de São João");
    say(3, "trabalho");
    say(1, "férias", 1, 2);
    ASSERT_TRUE(fold());
    EXPECT_EQ(search("ferias"), "As férias!|FERIAS de São João");
    EXPECT_EQ(search("joao sao"), "FERIAS de São João");
    EXPECT_EQ(search("trab"), "trabalho");
    EXPECT_EQ(search("trab "), "") << "a space ends the word";
    EXPECT_EQ(search("ferias", 2), "As férias!");
    EXPECT_EQ(search("ferias", UINT32_MAX, 2), "férias");
    EXPECT_EQ(search("1"), "") << "the room's number is no word of it";
    EXPECT_EQ(search("de\"são"), "FERIAS de São João") << "quotes are no syntax";
    for (const auto* nothing : {"", " ", "\"", "*", "- ^", "\"\"\"", "— …"}) EXPECT_EQ(search(nothing), "") << nothing;
}

TEST_F(DatabaseTest, ShouldRemoveSurplusEntriesInSteps) {
    tell(RoomMade{1, "sala", "e", ""});
    for (std::uint64_t i = 1; i <= 1000; ++i) say(i, "word" + std::to_string(i));
    ASSERT_TRUE(fold());
    index();
    Retention rules;
    rules.max_messages = 10;
    std::uint64_t first = 0;
    std::size_t steps = 0;
    for (auto done = db->shorten(rules); !done->empty(); done = db->shorten(rules)) {
        ASSERT_EQ(done->front().room, "sala");
        EXPECT_LE(done->front().first - first, 201U) << "a step is small";
        first = done->front().first;
        ++steps;
    }
    EXPECT_EQ(first, 991U);
    EXPECT_GE(steps, 5U);
    EXPECT_EQ(db->read_page(1, 2000, whole)->entries.size(), 10U);
    EXPECT_EQ(search("word990"), "");
    EXPECT_EQ(search("word991"), "word991");
    EXPECT_EQ(db->load_ids(1, chat::SessionId{1})->size(), 1000U) << "ids outlive entries";
    EXPECT_EQ((*db->load_room("sala", whole))->record.first, 991U);
    say(1001, "next");
    EXPECT_TRUE(fold()) << "numbers go on";
}

TEST_F(DatabaseTest, ShouldRemoveOldEntries) {
    tell(RoomMade{1, "sala", "e", ""});
    tell(RoomMade{2, "outra", "e", ""});
    for (std::uint64_t i = 1; i <= 10; ++i) {
        say(i, "x");
        say(i, "x", 1, 2);
        ASSERT_TRUE(fold());
        set_age(static_cast<std::int64_t>(i) * hour);
    }
    Retention rules;
    rules.max_age_ms = 5 * hour;
    shorten(rules);
    EXPECT_EQ((*db->load_room("sala", whole))->record.first, 6U);
    EXPECT_EQ((*db->load_room("outra", whole))->record.first, 6U);
    open();
    set_age(12 * hour);
    shorten(rules);
    EXPECT_EQ((*db->load_room("sala", whole))->record.first, 8U) << "the marks outlive a run";
}

TEST_F(DatabaseTest, ShouldRemoveOldEntriesByTheAgeClockAndNotByTimestamps) {
    tell(RoomMade{1, "sala", "e", ""});
    tell(RoomMade{2, "outra", "e", ""});
    tell(Said{1, 1, 99'999'999 * hour, chat::SessionId{1}, "ana", "1", "of a clock that ran ahead", ""});
    tell(Said{2, 1, 0, chat::SessionId{1}, "ana", "1", "of a clock that was not set", ""});
    ASSERT_TRUE(fold());
    set_age(1 * hour);
    Retention rules;
    rules.max_age_ms = 5 * hour;
    EXPECT_TRUE(db->shorten(rules)->empty()) << "both are young";
    set_age(6 * hour);
    shorten(rules);
    EXPECT_EQ((*db->load_room("sala", whole))->record.first, 2U);
    EXPECT_EQ((*db->load_room("outra", whole))->record.first, 2U);
}

TEST_F(DatabaseTest, ShouldFindAndKeepNewEntriesAfterRemovingAll) {
    tell(RoomMade{1, "sala", "e", ""});
    for (std::uint64_t i = 1; i <= 10; ++i) say(i, "before");
    ASSERT_TRUE(fold());
    index();
    set_age(1 * hour);
    Retention rules;
    rules.max_age_ms = 5 * hour;
    set_age(6 * hour);
    shorten(rules);
    ASSERT_TRUE(db->read_page(1, 2000, whole)->entries.empty());
    say(11, "after");
    ASSERT_TRUE(fold());
    EXPECT_EQ(search("after"), "after");
    EXPECT_EQ(search("before"), "");
    set_age(7 * hour);
    EXPECT_TRUE(db->shorten(rules)->empty()) << "it has the number of one that was old";
}

TEST_F(DatabaseTest, ShouldForgetSessionsAfterALongAbsence) {
    tell(RoomMade{1, "sala", "e", ""});
    set_age(hour);
    say(1, "x", 1);
    say(2, "x", 2);
    ASSERT_TRUE(fold());
    Retention rules;
    rules.max_messages = 1;
    set_age(Database::absent_after_ms + hour - 1);
    say(3, "x", 3);
    ASSERT_TRUE(fold());
    shorten(rules);
    forget_absent();
    EXPECT_TRUE(*db->was_said(1, chat::SessionId{1}, 1, "id1")) << "not for long enough";
    EXPECT_EQ(count("sessions"), 3);
    set_age(Database::absent_after_ms + 2 * hour);
    forget_absent();
    EXPECT_FALSE(*db->was_said(1, chat::SessionId{1}, 1, "id1"));
    EXPECT_TRUE(*db->was_said(1, chat::SessionId{3}, 3, "id3"));
    EXPECT_EQ(count("sessions"), 1);
    EXPECT_EQ(count("talkers"), 1);
    EXPECT_EQ(count("ids"), 1);
    EXPECT_EQ(db->sqlite().integer("PRAGMA foreign_keys"), 0) << "folds look up themselves what rows refer to";
    say(4, "back again", 1);
    EXPECT_TRUE(fold()) << "whoever comes back is new";
    EXPECT_TRUE(*db->was_said(1, chat::SessionId{1}, 4, "id4"));
}

TEST_F(DatabaseTest, ShouldKeepSessionsThatHaveEntries) {
    tell(RoomMade{1, "sala", "e", ""});
    set_age(hour);
    for (std::uint64_t i = 1; i <= 600; ++i) say(i, "x", static_cast<std::uint8_t>(i % 200));
    ASSERT_TRUE(fold());
    set_age(2 * Database::absent_after_ms);
    forget_absent();
    EXPECT_EQ(count("sessions"), 200);
    EXPECT_EQ(count("ids"), 600);
}

TEST_F(DatabaseTest, ShouldShrinkItsFile) {
    tell(RoomMade{1, "sala", "e", ""});
    for (std::uint64_t i = 1; i <= 4000; ++i) say(i, std::string(2000, 'x'));
    ASSERT_TRUE(fold());
    const auto pages = db->sqlite().integer("PRAGMA page_count");
    Retention rules;
    rules.max_messages = 1;
    shorten(rules);
    for (int i = 0; i < 30; ++i) ASSERT_TRUE(db->shrink());
    EXPECT_LT(db->sqlite().integer("PRAGMA page_count"), pages / 2);
}

TEST_F(DatabaseTest, ShouldMigrateADatabaseOfVersion1) {
    tell(RoomMade{1, "sala", "e", ""});
    say(1, "old");
    tell(Said{1, 2, 99'999'999 * hour, chat::SessionId{1}, "ana", "id2", "ahead", ""});
    ASSERT_TRUE(fold());
    db->sqlite().exec(
        "ALTER TABLE entries DROP COLUMN kind; ALTER TABLE entries DROP COLUMN of; DELETE FROM meta WHERE key = 'id';"
        "DROP TABLE talkers; DROP TABLE marks; PRAGMA user_version = 1");
    open();
    EXPECT_EQ(count("talkers"), 1);
    const auto now = db->sqlite().integer("SELECT 1000 * CAST(strftime('%s', 'now') AS INTEGER)");
    EXPECT_NEAR(static_cast<double>(db->sqlite().integer("SELECT max(at) FROM marks")), static_cast<double>(now), 60e3);
    EXPECT_EQ(db->sqlite().integer("SELECT min(at) FROM marks"), 1000);
    EXPECT_EQ(db->sqlite().integer("SELECT max(number) FROM marks"), 2);
    forget_absent();
    EXPECT_EQ(count("ids"), 2);
}

TEST_F(DatabaseTest, ShouldForgetIdsOnceASessionHasSaidAThousandMore) {
    tell(RoomMade{1, "sala", "e", ""});
    for (std::uint64_t i = 1; i <= 1200; ++i) say(i, "x");
    ASSERT_TRUE(fold());
    Retention rules;
    rules.max_messages = 1;
    for (auto done = db->shorten(rules); !done->empty(); done = db->shorten(rules)) {
    }
    EXPECT_FALSE(*db->was_said(1, chat::SessionId{1}, 200, "id200"));
    EXPECT_TRUE(*db->was_said(1, chat::SessionId{1}, 201, "id201"));
}

TEST_F(DatabaseTest, ShouldForgetOldIdsOfEntriesRemovedEarlier) {
    tell(RoomMade{1, "sala", "e", ""});
    Retention rules;
    rules.max_messages = 1;
    for (std::uint64_t i = 1; i <= 3000; ++i) {
        say(i, "x");
        if (i % 100 != 0) continue;
        ASSERT_TRUE(fold());
        while (!db->shorten(rules)->empty()) {
        }
    }
    EXPECT_FALSE(*db->was_said(1, chat::SessionId{1}, 2000, "id2000"));
    EXPECT_TRUE(*db->was_said(1, chat::SessionId{1}, 2001, "id2001"));
    EXPECT_FALSE(*db->was_said(1, chat::SessionId{1}, 1, "id1"));
}

TEST_F(DatabaseTest, ShouldShortenManyRoomsInOneStep) {
    for (std::uint64_t room = 1; room <= 100; ++room) {
        tell(RoomMade{room, "sala" + std::to_string(room), "e", ""});
        say(1, "x", 1, room);
        say(2, "x", 1, room);
    }
    ASSERT_TRUE(fold());
    Retention rules;
    rules.max_messages = 1;
    EXPECT_EQ(db->shorten(rules)->size(), 64U) << "so many rooms a step";
    EXPECT_EQ(db->shorten(rules)->size(), 36U);
    EXPECT_TRUE(db->shorten(rules)->empty());
}

TEST_F(DatabaseTest, ShouldFindUploadsThatNoEntryNames) {
    chat::FileInfo info{"a.png", "Um nome.png", "image/png", chat::FileKind::image, 10, 3, 2, "t.png"};
    tell(FileAdded{info, 12, 1000});
    info.filename = "b.png";
    info.thumb.clear();
    tell(FileAdded{info, 10, 1000});
    tell(RoomMade{1, "sala", "e", ""});
    say(1, "look", 1, 1, "a.png");
    say(2, "again", 1, 1, "a.png");
    ASSERT_TRUE(fold());
    EXPECT_EQ(*db->file_bytes(), 22U);
    ASSERT_EQ(db->unused_files(2000, 10)->size(), 1U);
    EXPECT_EQ(db->unused_files(2000, 10)->front().info->filename, "b.png");
    EXPECT_TRUE(db->unused_files(1000, 10)->empty()) << "it has its time";
    EXPECT_EQ(*db->strangers({"a.png", "t.png", "c.png", "b.png"}), std::vector<std::string>{"c.png"});
    EXPECT_EQ((*db->find_file("a.png"))->info->name, "Um nome.png");
    EXPECT_EQ(search("nome"), "look|again") << "files are found by their names";
    Retention rules;
    rules.max_messages = 1;
    ASSERT_FALSE(db->shorten(rules)->empty());
    EXPECT_EQ(db->unused_files(2000, 10)->size(), 1U) << "one message still names it";
    tell(RoomMade{2, "outra", "e", ""});
    say(3, "x");
    say(1, "both", 1, 2, "a.png");
    ASSERT_TRUE(fold());
    ASSERT_FALSE(db->shorten(rules)->empty());
    EXPECT_EQ(db->unused_files(2000, 10)->size(), 1U);
    tell(FileRemoved{"a.png"});
    tell(FileRemoved{"b.png"});
    ASSERT_TRUE(fold());
    EXPECT_TRUE(*db->find_file("a.png")) << "what a message names stays";
    EXPECT_FALSE(*db->find_file("b.png"));
}

TEST_F(DatabaseTest, ShouldLimitTheSizeOfTheDatabase) {
    tell(RoomMade{1, "sala", "e", ""});
    for (std::uint64_t i = 1; i <= 3000; ++i) say(i, std::string(1000, 'x'));
    ASSERT_TRUE(fold());
    Retention rules;
    rules.max_bytes = 1'000'000;
    for (auto done = db->shorten(rules); !done->empty(); done = db->shorten(rules)) {
    }
    const auto left = db->read_page(1, 4000, whole)->entries.size();
    EXPECT_GT(left, 200U);
    EXPECT_LT(left, 1000U);
}

TEST_F(DatabaseTest, ShouldRenewEpochsOfACopy) {
    tell(RoomMade{1, "sala", "old", ""});
    ASSERT_TRUE(fold());
    EXPECT_FALSE(*db->is_copy());
    ASSERT_TRUE(db->set_copy_mark());
    EXPECT_TRUE(*db->is_copy());
    ASSERT_TRUE(db->renew_epochs([] { return "new"; }));
    EXPECT_EQ((*db->load_room("sala", whole))->record.epoch, "new");
    ASSERT_TRUE(db->clear_copy_mark());
    EXPECT_FALSE(*db->is_copy());
}

TEST_F(DatabaseTest, ShouldKeepItsTokenKey) {
    const auto key = *db->token_key();
    open();
    EXPECT_EQ(*db->token_key(), key);
}

TEST(NewDatabaseTest, ShouldReplaceAnInterruptedAttemptWithACompleteFile) {
    TempFolder folder;
    const auto path = (folder.path() / "papo.db").string();
    write_file(path + ".new", "what a crash has left");
    write_file(path + ".new-wal", "and this");
    ASSERT_TRUE(make_database(path));
    std::vector<std::string> names;
    for (const auto& file : std::filesystem::directory_iterator(folder.path())) names.push_back(file.path().filename());
    EXPECT_EQ(names, std::vector<std::string>{"papo.db"});
    struct stat info {};
    ASSERT_EQ(::stat(path.c_str(), &info), 0);
    EXPECT_EQ(info.st_mode & 0777U, 0600U);
    Sqlite db(path, SQLITE_OPEN_READWRITE);
    EXPECT_EQ(db.integer("PRAGMA user_version"), schema_version);
    EXPECT_EQ(db.integer("PRAGMA auto_vacuum"), 2) << "it shrinks after messages were removed";
    EXPECT_TRUE(Database::open(path));
}

TEST(NewDatabaseTest, ShouldLeaveAnExistingFileAlone) {
    TempFolder folder;
    const auto path = (folder.path() / "papo.db").string();
    write_file(path, "mine");
    ASSERT_TRUE(make_database(path));
    EXPECT_EQ(read_file(path), "mine");
    EXPECT_FALSE(make_database((folder.path() / "none" / "papo.db").string()));
}

}  // namespace
}  // namespace papo::test
