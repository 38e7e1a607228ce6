#include <gtest/gtest.h>
#include <sys/mount.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <filesystem>
#include <stdexcept>
#include <thread>

#include "papo/store/codec.h"
#include "papo/store/facts.h"
#include "papo/store/snapshot.h"
#include "tests/support/server_process.h"
#include "tests/support/stored_log.h"
#include "tests/support/ws_client.h"

namespace papo::test {
namespace {

using Clock = std::chrono::steady_clock;

// Sends one message after the other in a room, each after the acknowledgement of the last one.
class Writer {
public:
    Writer(std::uint16_t port, const std::string& room) : client(port), room_(room) {
        epoch = client.join(room, "ana").at("epoch");
        thread_ = std::thread([this] { run(); });
    }
    ~Writer() { stop(); }

    void stop() {
        stopping_ = true;
        if (thread_.joinable()) thread_.join();
    }

    void wait_for(std::uint64_t count) const {
        for (; acknowledged < count; std::this_thread::yield()) {
            if (has_failed_) throw std::runtime_error("the writer has failed");
        }
    }

    ChatClient client;
    Json epoch;
    std::atomic<std::uint64_t> acknowledged{0};
    std::atomic<std::int64_t> longest_ms{0};

private:
    void run() {
        try {
            write();
        } catch (const std::exception& error) {  // which a thread must not throw
            ADD_FAILURE() << "the writer: " << error.what();
            has_failed_ = true;
        }
    }
    void write() {
        while (!stopping_) {
            const auto number = std::to_string(acknowledged + 1);
            const auto from = Clock::now();
            client.text(room_, number, "text " + number);
            const auto took = std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - from).count();
            longest_ms = std::max(longest_ms.load(), std::int64_t{took});
            ++acknowledged;
        }
    }

    std::string room_;
    std::atomic<bool> stopping_ = false;
    std::atomic<bool> has_failed_ = false;
    std::thread thread_;
};

void say_many(ChatClient& client, const std::string& room, int count, const std::string& text = "x") {
    for (int i = 1; i <= count; ++i)
        client.say({{"type", "message"}, {"room", room}, {"id", std::to_string(i)}, {"text", text}});
    while (client.read("message").at("id") != std::to_string(count)) {
    }
}

void expect_one_line(const ProgramRun& run, const std::string& words) {
    EXPECT_EQ(run.status, 1);
    EXPECT_EQ(std::count(run.err.begin(), run.err.end(), '\n'), 1) << run.err;
    EXPECT_EQ(run.err.substr(0, 6), "papo: ");
    EXPECT_NE(run.err.find(words), std::string::npos) << run.err;
    EXPECT_TRUE(run.out.empty()) << run.out;
}

class Backup : public testing::Test {
protected:
    ProgramRun back_up(const std::filesystem::path& database) {
        return run_program({"backup", copy.string(), "--db", database.string()});
    }
    void expect_nothing_made() { EXPECT_EQ(count_files(folder.path() / "backups"), 0U); }
    void SetUp() override { std::filesystem::create_directories(copy.parent_path()); }

    TempFolder folder;
    std::filesystem::path copy = folder.path() / "backups" / "copy.db";
};

TEST_F(Backup, ShouldHoldAcknowledgedMessagesWhilePeopleWrite) {
    ServerProcess server({"--rate", "0"});
    Writer ana(server.port(), "sala1");
    Writer bia(server.port(), "sala2");
    for (int round = 0; round < 5; ++round) {
        ana.wait_for(ana.acknowledged + 50);
        const auto least_ana = ana.acknowledged.load();
        const auto least_bia = bia.acknowledged.load();
        const auto run = back_up(server.database());
        ASSERT_EQ(run.status, 0) << run.err;
        EXPECT_EQ(count_files(copy.parent_path()), 1U) << "a backup is one file";
        EXPECT_EQ(run_sql(copy, "PRAGMA journal_mode"), "delete");
        EXPECT_EQ(run_sql(copy, "PRAGMA integrity_check"), "ok");
        {
            ServerProcess restored({"--rate", "0", "--db", copy.string()});
            ChatClient caio(restored.port());
            const auto joined = caio.join("sala1", "caio");
            EXPECT_NE(joined.at("epoch"), ana.epoch) << "clients may have seen later entries, so the epoch must change";
            const auto log = read_log(caio, "sala1");
            ASSERT_GE(log.size(), least_ana);
            for (std::size_t i = 0; i < log.size(); ++i) {
                ASSERT_EQ(log[i].at("seq"), i + 1);
                ASSERT_EQ(log[i].at("text"), "text " + std::to_string(i + 1));
            }
            EXPECT_GE(caio.join("sala2", "caio").at("seq"), least_bia);
            ChatClient again(restored.port());
            again.say({{"type", "hello"}, {"session", ana.client.session()}});
            EXPECT_EQ(again.read("welcome").at("session"), ana.client.session()) << "sessions stay valid";
            again.join("sala1", "ana");
            const auto last = std::to_string(log.size());
            EXPECT_EQ(again.text("sala1", last, "text " + last).at("seq"), log.size())
                << "the ids of earlier messages stay known";
        }
        std::filesystem::remove_all(copy.parent_path());
        std::filesystem::create_directories(copy.parent_path());
    }
}

TEST_F(Backup, ShouldNotBlockTheServer) {
    ServerProcess server({"--rate", "0"});
    ChatClient bia(server.port());
    bia.join("sala1", "bia");
    say_many(bia, "sala1", 10'000, std::string(500, 'x'));
    Writer ana(server.port(), "sala2");
    ana.wait_for(10);
    std::uint64_t meanwhile = 0;
    ana.longest_ms = 0;
    for (int round = 0; round < 5; ++round) {
        const auto before = ana.acknowledged.load();
        ASSERT_EQ(back_up(server.database()).status, 0);
        meanwhile += ana.acknowledged - before;
        std::filesystem::remove(copy);
    }
    EXPECT_GT(meanwhile, 20U);
    EXPECT_LT(ana.longest_ms, 2000);
}

TEST_F(Backup, ShouldHoldTheUnfoldedRecordsOfAKilledServer) {
    ServerProcess server({"--rate", "0"});
    ChatClient ana(server.port());
    ana.join("sala1", "ana");
    say_many(ana, "sala1", 300);
    server.stop(SIGKILL);
    ASSERT_EQ(back_up(server.database()).status, 0);
    EXPECT_LT(std::stoi(run_sql(server.database(), "SELECT count(*) FROM entries")), 300)
        << "else all entries are folded, and this tests nothing";
    EXPECT_EQ(run_sql(copy, "SELECT count(*) FROM entries"), "300");
    EXPECT_EQ(run_sql(copy, "SELECT seq FROM rooms"), "300");
}

TEST_F(Backup, ShouldRefuseTheJournalOfAnotherDatabase) {
    ServerProcess server({"--rate", "0"});
    ChatClient ana(server.port());
    ana.join("sala1", "ana");
    say_many(ana, "sala1", 3);
    ASSERT_EQ(back_up(server.database()).status, 0);
    ana.text("sala1", "later", "x");
    server.stop(SIGKILL);
    for (const auto* beside : {"", "-wal", "-shm"}) std::filesystem::remove(server.database().string() + beside);
    std::filesystem::copy_file(copy, server.database());
    const auto run = run_program({"export", "--room", "sala1", "--db", server.database().string()});
    EXPECT_EQ(std::count(run.out.begin(), run.out.end(), '\n'), 3) << run.err;
}

TEST_F(Backup, ShouldNotOverwriteAFile) {
    ServerProcess server;
    write_file(copy, "precious");
    expect_one_line(back_up(server.database()), "is there already");
    EXPECT_EQ(read_file(copy), "precious");
    EXPECT_EQ(count_files(copy.parent_path()), 1U);
}

class LongBackup : public Backup {
protected:
    // A database so large that its backup still runs when the test notices it.
    void SetUp() override {
        Backup::SetUp();
        server.stop(SIGTERM);
        run_sql(server.database(),
                "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 128) "
                "INSERT INTO meta (key, value) SELECT 'filler' || i, zeroblob(1048576) FROM n");
    }
    bool is_under_way() { return count_files(copy.parent_path()) > 0; }

    ServerProcess server;
    Options options{"backup", copy.string(), "--db", server.database().string()};
};

TEST_F(LongBackup, ShouldLeaveNoFileWhenInterrupted) {
    for (const int signal : {SIGINT, SIGTERM}) {
        expect_one_line(run_program_until(options, signal, [&] { return is_under_way(); }), "interrupted");
        expect_nothing_made();
    }
}

TEST_F(LongBackup, ShouldNotOverwriteAFileMadeMeanwhile) {
    constexpr int no_signal = 0;
    const auto run = run_program_until(options, no_signal, [&] {
        if (!is_under_way()) return false;
        write_file(copy, "precious");
        return true;
    });
    expect_one_line(run, "is there already");
    EXPECT_EQ(read_file(copy), "precious");
    EXPECT_EQ(count_files(copy.parent_path()), 1U);
}

TEST_F(Backup, ShouldNameTheFileThatItCannotWrite) {
    ServerProcess server;
    copy = "/proc/copy.db";
    expect_one_line(back_up(server.database()), "cannot write /proc/copy.db");
}

TEST_F(Backup, ShouldSayThatThereIsNoDatabase) {
    expect_one_line(back_up(folder.path() / "none.db"), "there is no database");
    EXPECT_FALSE(std::filesystem::exists(folder.path() / "none.db"));
    expect_nothing_made();
}

TEST_F(Backup, ShouldRefuseAForeignDatabase) {
    const auto path = folder.path() / "other.db";
    write_file(path, std::string(10'000, 'x'));
    expect_one_line(back_up(path), "is not a database");
    std::filesystem::remove(path);
    run_sql(path, "CREATE TABLE contacts (name)");
    expect_one_line(back_up(path), "is not a database of papo");
    run_sql(path, "PRAGMA application_id = 1885433967; PRAGMA user_version = 99");
    const auto before = read_file(path);
    expect_one_line(back_up(path), "newer papo");
    EXPECT_EQ(read_file(path), before);
    expect_nothing_made();
}

TEST_F(Backup, ShouldRefuseADamagedDatabase) {
    ServerProcess server({"--rate", "0"});
    {
        ChatClient ana(server.port());
        ana.join("sala1", "ana");
        say_many(ana, "sala1", 1000, std::string(200, 'x'));
    }
    server.stop(SIGTERM);
    auto bytes = read_file(server.database());
    // Damages a page in the middle, then the first one.
    const auto middle = bytes.begin() + static_cast<std::ptrdiff_t>(bytes.size() / 2 / 4096 * 4096);
    for (const auto at : {middle, bytes.begin() + 100}) {
        std::fill(at, at + 3000, '\xff');
        write_file(server.database(), bytes);
        expect_one_line(back_up(server.database()), "damaged");
        EXPECT_EQ(read_file(server.database()), bytes);
        expect_nothing_made();
    }
}

TEST_F(Backup, ShouldSayThatTheJournalIsDamaged) {
    ServerProcess server({"--rate", "0"});
    ChatClient ana(server.port());
    ana.join("sala1", "ana");
    say_many(ana, "sala1", 100);
    server.stop(SIGKILL);
    for (const auto& segment : std::filesystem::directory_iterator(server.database().string() + ".journal")) {
        auto bytes = read_file(segment.path());
        bytes[bytes.size() / 2] ^= 1;
        write_file(segment.path(), bytes);
    }
    expect_one_line(back_up(server.database()), "damaged");
    expect_nothing_made();
}

TEST_F(Backup, ShouldSayThatTheFolderMustBeWritable) {
    const auto disk = folder.path() / "disk";
    std::filesystem::create_directory(disk);
    ServerProcess server;
    server.stop(SIGTERM);
    ASSERT_EQ(back_up(server.database()).status, 0);
    if (::mount("papo", disk.c_str(), "tmpfs", 0, "size=4m") != 0) GTEST_SKIP() << "a read-only disk needs root";
    std::filesystem::copy_file(server.database(), disk / "papo.db");
    std::filesystem::copy_file(copy, disk / "copy.db");
    ASSERT_EQ(::mount("papo", disk.c_str(), "tmpfs", MS_REMOUNT | MS_RDONLY, nullptr), 0);
    std::filesystem::remove(copy);
    expect_one_line(back_up(disk / "papo.db"), "writable");
    expect_nothing_made();
    EXPECT_EQ(back_up(disk / "copy.db").status, 0) << "a backup needs no other files";
    copy = disk / "new.db";
    expect_one_line(back_up(server.database()), "cannot write");
    expect_one_line(run_program({"--port", "0", "--www", server.www().string(), "--uploads", server.uploads().string(),
                                 "--db", (disk / "papo.db").string()}),
                    "papo.db");
    ::umount(disk.c_str());
}

TEST(Snapshot, ShouldFindTheJournalHoweverLongTheSnapshotIsKept) {
    ServerProcess server({"--rate", "0", "--max-backlog", "64MiB"});
    ChatClient ana(server.port());
    ana.join("sala1", "ana");
    auto snapshot = store::Snapshot::take(server.database().string());
    ASSERT_TRUE(snapshot) << snapshot.error().message;
    const auto folder = server.database().string() + ".journal";
    // Fills more than three segments, and leaves time to fold and remove them.
    say_many(ana, "sala1", 2000, std::string(16'000, 'x'));
    std::this_thread::sleep_for(std::chrono::seconds(3));
    EXPECT_GE(count_files(folder), 4U);
    std::uint64_t said = 0;
    const auto read = snapshot->read_journal([&](std::span<const store::Record> records) -> Result<void> {
        for (const auto& record : records) {
            store::Decoder decoder(record.payload());
            while (!decoder.at_end()) {
                const auto fact = store::take_fact(decoder);
                if (!fact) return Error{"not a fact"};
                said += std::holds_alternative<store::Said>(*fact) ? 1 : 0;
            }
        }
        return {};
    });
    ASSERT_TRUE(read) << read.error().message;
    EXPECT_EQ(said, 2000U);
    snapshot->release();
    for (int i = 0; i < 100 && count_files(folder) > 1; ++i)
        std::this_thread::sleep_for(std::chrono::milliseconds(100));
    EXPECT_EQ(count_files(folder), 1U) << "folded segments go once the snapshot ends";
}

}  // namespace
}  // namespace papo::test
