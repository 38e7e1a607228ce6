// A start on what a newer papo has written: it says so, and leaves everything as it is.
#include "papo/store/format.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "papo/store/database.h"
#include "papo/store/log_storage.h"
#include "papo/store/schema.h"
#include "papo/store/snapshot.h"
#include "tests/support/folder_picture.h"
#include "tests/support/journal_formats.h"
#include "tests/support/stored_log.h"
#include "tests/support/temp_folder.h"

namespace papo::test {
namespace {

using namespace store;

class FormatTest : public testing::Test {
protected:
    void make_database() const { ASSERT_TRUE(Database::open(path)); }
    // As a process leaves it that is killed: what it wrote last, a transaction of several pages, is in the log only.
    void write_schema(int version) {
        Sqlite db(path, SQLITE_OPEN_READWRITE);
        db.exec(("PRAGMA journal_mode = WAL; BEGIN; PRAGMA user_version = " + std::to_string(version) +
                 "; INSERT INTO meta VALUES ('long', zeroblob(20000)); COMMIT")
                    .c_str());
        for (const auto* beside : {"", "-wal"}) std::filesystem::copy_file(path + beside, killed + beside);
    }
    static void write_newer_segment(const std::string& database) {
        std::filesystem::create_directories(journal_folder(database));
        write_file(segment_path(journal_folder(database), 7), head_of_format(journal_format + 1) + "and records");
    }
    void expect_untouched_refusal(const std::string& database) const {
        const auto before = picture_of(folder.path());
        store::StorageOptions options;
        options.path = database;
        const auto storage = LogStorage::open(std::move(options));
        ASSERT_FALSE(storage);
        EXPECT_NE(storage.error().message.find("newer papo"), std::string::npos) << storage.error().message;
        EXPECT_NE(storage.error().message.find("--db"), std::string::npos) << storage.error().message;
        const auto snapshot = Snapshot::take(database);
        ASSERT_FALSE(snapshot);
        EXPECT_EQ(snapshot.error().message, storage.error().message);
        EXPECT_EQ(picture_of(folder.path()), before);
    }

    TempFolder folder;
    std::string path = (folder.path() / "papo.db").string();
    std::string killed = (folder.path() / "killed.db").string();
};

TEST_F(FormatTest, ShouldBeReadFromTheFile) {
    EXPECT_EQ(stored_schema(path), std::nullopt) << "there is none";
    make_database();
    EXPECT_EQ(stored_schema(path), schema_version);
    write_file(path, read_file(path).substr(0, 99));
    EXPECT_EQ(stored_schema(path), std::nullopt);
    std::filesystem::remove(path);
    run_sql(path, "PRAGMA user_version = 99");
    EXPECT_EQ(stored_schema(path), std::nullopt) << "a stranger's";
}

TEST_F(FormatTest, ShouldBeReadFromTheLogAsFarAsItIsWhole) {
    make_database();
    write_schema(77);
    ASSERT_EQ(stored_schema(killed), 77U);
    const auto log = read_file(killed + "-wal");
    for (std::size_t size = 0; size < log.size(); size += 307) {
        write_file(killed + "-wal", log.substr(0, size));
        ASSERT_EQ(stored_schema(killed), schema_version) << size;
    }
    for (std::size_t at = 0; at < log.size(); at += 307) {
        auto changed = log;
        changed[at] = static_cast<char>(changed[at] ^ 0x55);
        write_file(killed + "-wal", changed);
        ASSERT_EQ(stored_schema(killed), schema_version) << at;
    }
}

TEST_F(FormatTest, ShouldBeThatOfTheLastTransaction) {
    make_database();
    Sqlite db(path, SQLITE_OPEN_READWRITE);
    for (const unsigned version : {5U, 77U, 6U}) {
        db.exec(("PRAGMA user_version = " + std::to_string(version)).c_str());
        db.exec("DELETE FROM meta");
        EXPECT_EQ(stored_schema(path), version);
    }
    db.exec("PRAGMA wal_checkpoint(RESTART); PRAGMA user_version = 7");
    EXPECT_EQ(stored_schema(path), 7U) << "frames of an older log, which lie behind, are none";
}

TEST_F(FormatTest, ShouldBeRefusedOfADatabaseThatIsNewer) {
    make_database();
    run_sql(path, "PRAGMA user_version = 99");
    expect_untouched_refusal(path);
}

TEST_F(FormatTest, ShouldBeRefusedOfADatabaseThatIsNewerByItsLog) {
    make_database();
    write_schema(99);
    ASSERT_EQ(stored_schema(killed), 99U);
    expect_untouched_refusal(killed);
}

TEST_F(FormatTest, ShouldBeRefusedOfASegmentThatIsNewer) {
    make_database();
    write_newer_segment(path);
    expect_untouched_refusal(path);
    std::filesystem::remove(path);
    expect_untouched_refusal(path);
}

}  // namespace
}  // namespace papo::test
