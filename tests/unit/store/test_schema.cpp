// The database's format: the way to it from that of 0.1.0 (more of it in tests/integration/test_upgrade.cpp), and what
// today's has that earlier ones had not.
#include "papo/store/schema.h"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>

#include "papo/store/database.h"
#include "tests/support/old_data.h"
#include "tests/support/stored_log.h"

namespace papo::test {
namespace {

using namespace store;

// Whether a process that migrates is killed after so many of SQLite's steps. One that comes to the end says so by a
// signal, because valgrind changes the status of an exit.
bool is_killed_in_migration(const std::string& path, int steps) {
    const auto child = ::fork();
    if (child == 0) {
        try {
            Sqlite db(path, SQLITE_OPEN_READWRITE);
            const auto count = [](void* left) { return --*static_cast<int*>(left) == 0 ? ::raise(SIGKILL) : 0; };
            sqlite3_progress_handler(db.handle(), 1, count, &steps);
            if (migrate(db, path)) ::raise(SIGTERM);
        } catch (const SqliteError&) {
        }
        ::_exit(1);
    }
    int status = 0;
    EXPECT_EQ(::waitpid(child, &status, 0), child);
    EXPECT_TRUE(WIFSIGNALED(status)) << "the migration failed";
    return WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL;
}

TEST(Migration, ShouldBeWholeOrNotBegunWhereverItIsKilled) {
    int kills = 0;
    for (int steps = 1;; steps += 1 + steps / 4) {
        SCOPED_TRACE(steps);
        const OldData old;
        const bool killed = is_killed_in_migration(old.database().string(), steps);
        kills += killed ? 1 : 0;
        ASSERT_EQ(run_sql(old.database(), "PRAGMA user_version"), killed ? "2" : "3");
        ASSERT_EQ(run_sql(old.database(), "SELECT count(*) FROM pragma_table_info('entries')"), killed ? "9" : "11");
        ASSERT_EQ(run_sql(old.database(), "SELECT count(*) FROM meta WHERE key = 'id'"), killed ? "0" : "1");
        ASSERT_TRUE(Database::open(old.database().string()));
        ASSERT_EQ(run_sql(old.database(), "SELECT count(*) FROM entries WHERE kind = 0 AND of IS NULL"), "26");
        if (!killed) break;
    }
    EXPECT_GT(kills, 10);
}

TEST(Migration, ShouldLeaveTheRowsAsTheyAre) {
    const OldData old;
    run_sql(old.database(), "PRAGMA wal_checkpoint(TRUNCATE)");
    const auto before = run_sql(old.database(), "SELECT sum(pgsize) FROM dbstat WHERE name = 'entries'");
    const auto database = Database::open(old.database().string());
    EXPECT_LT(std::filesystem::file_size(old.database().string() + "-wal"), 10U * 4096) << "some pages are written";
    EXPECT_EQ(run_sql(old.database(), "SELECT sum(pgsize) FROM dbstat WHERE name = 'entries'"), before);
}

// A backup can go back to the version that wrote what it is of.
TEST(Migration, ShouldNotBeMadeByReading) {
    const OldData old;
    {
        const auto database = Database::open_to_read(old.database().string());
        ASSERT_TRUE(database) << database.error().message;
        EXPECT_EQ(*(*database)->id(), DatabaseId{});
        const auto room = *(*database)->load_room("férias 🏖", {100, SIZE_MAX});
        EXPECT_EQ(room->tail.size(), 23U);
    }
    EXPECT_EQ(run_sql(old.database(), "PRAGMA user_version"), "2");
}

class SchemaTest : public testing::Test {
protected:
    void SetUp() override {
        append_fact(facts, RoomMade{1, "sala", "e", ""});
        say(1);
    }
    void say(std::uint64_t seq) { append_fact(facts, Said{1, seq, 1, chat::SessionId{1}, "ana", "id", "text", ""}); }
    Result<void> fold() {
        const Record record{{1, ++folds}, std::string(record_head, '\0') + std::exchange(facts, {})};
        return db->fold({&record, 1});
    }

    std::unique_ptr<Database> db = std::move(*Database::open(":memory:"));
    std::string facts;
    std::uint64_t folds = 0;
};

TEST_F(SchemaTest, ShouldSkipAndCountAFactThatItDoesNotKnow) {
    append_fact(facts, UnknownFact{200, "of a later papo"});
    say(2);
    ASSERT_TRUE(fold());
    EXPECT_EQ(db->read_page(1, 9, {9, SIZE_MAX})->entries.size(), 2U);
    EXPECT_EQ(db->unknown_facts(), 1U);
    append_fact(facts, UnknownFact{200, ""});
    say(2);
    EXPECT_FALSE(fold()) << "said before";
    EXPECT_EQ(db->unknown_facts(), 1U) << "only what was folded counts";
}

TEST_F(SchemaTest, ShouldRefuseToReadAnEntryOfAKindThatItDoesNotKnow) {
    ASSERT_TRUE(fold());
    EXPECT_EQ(db->sqlite().integer("SELECT count(*) FROM entries WHERE kind = 0 AND of IS NULL"), 1);
    db->sqlite().exec("UPDATE entries SET kind = 99");
    EXPECT_FALSE(db->read_page(1, 9, {9, SIZE_MAX}));
    EXPECT_TRUE(db->found_damage());
}

TEST_F(SchemaTest, ShouldGiveADatabaseAnIdOfItsOwn) {
    const auto id = *db->id();
    EXPECT_NE(id, DatabaseId{});
    EXPECT_NE(id, *(*Database::open(":memory:"))->id());
    ASSERT_TRUE(db->clear_copy_mark());
    EXPECT_EQ(*db->id(), id);
    ASSERT_TRUE(db->set_copy_mark());
    EXPECT_EQ(*db->id(), id) << "a copy has the original's until it is used";
    ASSERT_TRUE(db->clear_copy_mark());
    EXPECT_NE(*db->id(), id);
    EXPECT_FALSE(*db->is_copy());
}

}  // namespace
}  // namespace papo::test
