#include <gtest/gtest.h>
#include <sys/mount.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>

#include "tests/support/pictures.h"
#include "tests/support/server_process.h"
#include "tests/support/stored_log.h"
#include "tests/support/ws_client.h"

namespace papo::test {
namespace {

std::vector<std::string> found(ChatClient& client, const std::string& query, const Json& more = Json::object()) {
    Json message{{"type", "search"}, {"room", "sala1"}, {"query", query}};
    message.update(more);
    client.say(message);
    std::vector<std::string> texts;
    const auto answer = client.read("found");
    for (const auto& entry : answer.at("messages")) texts.push_back(entry.value("text", ""));
    return texts;
}

// A small disk; the destructor unmounts it.
class SmallDisk {
public:
    explicit SmallDisk(const char* size) {
        std::filesystem::create_directory(path_);
        mounted_ = ::mount("papo", path_.c_str(), "tmpfs", 0, size) == 0;
    }
    ~SmallDisk() {
        if (mounted_) ::umount2(path_.c_str(), MNT_DETACH);
    }
    SmallDisk(const SmallDisk&) = delete;
    SmallDisk& operator=(const SmallDisk&) = delete;

    bool is_there() const { return mounted_; }
    bool resize(const char* size) const { return ::mount("papo", path_.c_str(), "tmpfs", MS_REMOUNT, size) == 0; }
    const std::filesystem::path& path() const { return path_; }

private:
    TempFolder folder_;
    std::filesystem::path path_ = folder_.path() / "disk";
    bool mounted_ = false;
};

class History : public testing::Test {
protected:
    ServerProcess server{{"--rate", "0"}};

    // Gives the client the session of an earlier one.
    void be_again(ChatClient& client, const std::string& session) {
        client.say({{"type", "hello"}, {"session", session}});
        EXPECT_EQ(client.read("welcome").at("session"), session);
    }
};

TEST_F(History, ShouldSurviveAKill) {
    ChatClient ana(server.port());
    const auto epoch = ana.join("sala1", "ana").at("epoch");
    for (int i = 1; i <= 300; ++i) ana.text("sala1", std::to_string(i), "text " + std::to_string(i));
    server.restart(SIGKILL);
    ChatClient bia(server.port());
    const auto joined = bia.join("sala1", "bia");
    EXPECT_EQ(joined.at("epoch"), epoch);
    EXPECT_EQ(joined.at("seq"), 300);
    EXPECT_EQ(joined.at("messages").size(), 50U);
    EXPECT_TRUE(joined.at("more").get<bool>());
    const auto log = read_log(bia, "sala1");
    ASSERT_EQ(log.size(), 300U);
    for (std::size_t i = 0; i < log.size(); ++i) {
        EXPECT_EQ(log[i].at("seq"), i + 1);
        EXPECT_EQ(log[i].at("text"), "text " + std::to_string(i + 1));
    }
    EXPECT_EQ(bia.text("sala1", "1", "another's id is another id").at("seq"), 301);
}

TEST_F(History, ShouldSurviveManyKillsWithoutAPause) {
    for (int round = 0; round < 5; ++round) {
        ChatClient ana(server.port());
        ana.join("sala1", "ana" + std::to_string(round));
        EXPECT_EQ(ana.text("sala1", "a", "round").at("seq"), round + 1);
        server.restart(SIGKILL);
    }
}

TEST_F(History, ShouldResumeAcrossARestart) {
    ChatClient ana(server.port());
    const auto epoch = ana.join("sala1", "ana").at("epoch");
    for (int i = 1; i <= 120; ++i) ana.text("sala1", std::to_string(i), "x");
    for (const int signal : {SIGKILL, SIGTERM}) {
        server.restart(signal);
        ChatClient again(server.port());
        be_again(again, ana.session());
        const auto joined = again.join("sala1", "ana", {{"since", 20}, {"epoch", epoch}});
        EXPECT_TRUE(joined.at("resumed").get<bool>());
        ASSERT_EQ(joined.at("messages").size(), 100U);
        EXPECT_EQ(joined.at("messages").front().at("seq"), 21);
    }
}

TEST_F(History, ShouldResumeUpToTwoThousandMessagesAcrossARestart) {
    ChatClient ana(server.port());
    const auto epoch = ana.join("sala1", "ana").at("epoch");
    for (int i = 1; i <= 2100; ++i)
        ana.say({{"type", "message"}, {"room", "sala1"}, {"id", std::to_string(i)}, {"text", "x"}});
    while (ana.read("message").at("seq") != 2100) {
    }
    server.restart(SIGKILL);
    ChatClient bia(server.port());
    EXPECT_TRUE(bia.join("sala1", "bia", {{"since", 100}, {"epoch", epoch}}).at("resumed").get<bool>());
    ChatClient caio(server.port());
    const auto late = caio.join("sala1", "caio", {{"since", 99}, {"epoch", epoch}});
    EXPECT_FALSE(late.at("resumed").get<bool>());
    EXPECT_EQ(late.at("messages").size(), 50U);
    EXPECT_EQ(late.at("epoch"), epoch);
}

TEST_F(History, ShouldResumeTwoClientsAtOnce) {
    ChatClient ana(server.port());
    const auto epoch = ana.join("sala1", "ana").at("epoch");
    const std::string text(16'000, 'x');
    for (int i = 1; i <= 60; ++i) ana.text("sala1", std::to_string(i), text);
    for (int round = 0; round < 5; ++round) {
        server.restart(SIGKILL);
        ChatClient bia(server.port());
        ChatClient caio(server.port());
        const auto join = [&](ChatClient& who, const std::string& name, int since) {
            who.say({{"type", "join"},
                     {"room", "sala1"},
                     {"name", name + std::to_string(round)},
                     {"since", since},
                     {"epoch", epoch}});
        };
        join(bia, "bia", 40);
        join(caio, "caio", 10);
        EXPECT_EQ(bia.read("joined").at("messages").size(), 20U);
        EXPECT_EQ(caio.read("joined").at("messages").size(), 50U);
    }
}

// The answers to several joins may exceed a connection's backlog; the server must not cut the client off for them, or
// every reconnection would end the same way.
TEST_F(History, ShouldResumeSeveralHeavyRoomsAtOnce) {
    ChatClient ana(server.port());
    Json epochs;
    for (const auto* room : {"a", "b", "c"}) {
        epochs[room] = ana.join(room, "ana").at("epoch");
        // JSON escapes double quotation marks on the wire.
        const std::string text = room[0] == 'c' ? std::string(8'000, '"') : std::string(16'000, 'x');
        for (int i = 1; i <= 60; ++i) ana.text(room, std::to_string(i), text);
    }
    ChatClient bia(server.port());
    const auto joins = [&](const char* name) {
        std::string frames;
        for (const auto* room : {"a", "b", "c", "a", "b", "c"}) {
            const Json join{{"type", "join"}, {"room", room}, {"name", name}, {"since", 0}, {"epoch", epochs[room]}};
            frames += masked_frame(Opcode::text, join.dump());
        }
        return frames;
    };
    bia.tcp.send(joins("bia"));
    for (int i = 0; i < 6; ++i) EXPECT_EQ(bia.read("joined").at("resumed"), true);
    server.restart(SIGKILL);
    ChatClient caio(server.port());
    caio.tcp.send(joins("caio"));
    for (int i = 0; i < 6; ++i) EXPECT_EQ(caio.read("joined").at("messages").size(), 60U);
}

TEST_F(History, ShouldStoreARepeatedIdOnceAcrossARestart) {
    ChatClient ana(server.port());
    ana.join("sala1", "ana");
    for (int i = 1; i <= 1000; ++i)
        ana.say({{"type", "message"}, {"room", "sala1"}, {"id", std::to_string(i)}, {"text", "x"}});
    while (ana.read("message").at("seq") != 1000) {
    }
    server.restart(SIGKILL);
    ChatClient again(server.port());
    be_again(again, ana.session());
    again.join("sala1", "ana");
    EXPECT_EQ(again.text("sala1", "1000", "x").at("seq"), 1000);
    EXPECT_EQ(again.text("sala1", "1", "x").at("seq"), 1)
        << "the id of the session's 1,000th last message still counts";
    EXPECT_EQ(again.text("sala1", "new", "x").at("seq"), 1001);
    ChatClient other(server.port());
    other.join("sala1", "bia");
    EXPECT_EQ(other.text("sala1", "1", "x").at("seq"), 1002) << "each session has separate ids";
}

TEST_F(History, ShouldNotSendPresenceForARestart) {
    ChatClient ana(server.port());
    ana.join("sala1", "ana");
    ChatClient bia(server.port());
    bia.join("sala1", "bia");
    server.restart(SIGKILL);
    ChatClient again(server.port());
    be_again(again, ana.session());
    const auto joined = again.join("sala1", "ana");
    EXPECT_EQ(joined.at("members"), Json({"ana", "bia"})) << "members in order of joining; bia is in her grace";
    ChatClient thief(server.port());
    EXPECT_EQ(thief.join("sala1", "bia").at("code"), "name_taken");
    ChatClient bia_again(server.port());
    be_again(bia_again, bia.session());
    bia_again.join("sala1", "bia");
    const auto types = again.pending_types();
    EXPECT_EQ(std::count(types.begin(), types.end(), "presence"), 0);
}

TEST_F(History, ShouldRemoveMembersWhoStayAwayAfterARestart) {
    ChatClient ana(server.port());
    ana.join("sala1", "ana");
    ChatClient bia(server.port());
    bia.join("sala1", "bia");
    ana.text("sala1", "1", "x");
    server.restart(SIGKILL);
    ChatClient again(server.port());
    be_again(again, ana.session());
    again.join("sala1", "ana");
    const auto left = again.read("presence");
    EXPECT_EQ(left.at("event"), "leave");
    EXPECT_EQ(left.at("name"), "bia");
    server.restart(SIGKILL);
    ChatClient third(server.port());
    EXPECT_EQ(third.join("sala1", "bia").at("type"), "joined") << "a removed member does not get the name back";
}

TEST_F(History, ShouldKeepARoomLocked) {
    ChatClient ana(server.port());
    ana.join("cofre", "ana", {{"password", "segredo"}});
    server.restart(SIGKILL);
    ChatClient bia(server.port());
    EXPECT_EQ(bia.join("cofre", "bia").at("code"), "wrong_password") << "the room stays locked during ana's grace";
    ChatClient again(server.port());
    be_again(again, ana.session());
    EXPECT_EQ(again.join("cofre", "ana").at("type"), "joined") << "a session inside needs no password";
    again.text("cofre", "1", "x");
    again.say({{"type", "leave"}, {"room", "cofre"}});
    again.read("left");
    server.restart(SIGTERM);
    ChatClient caio(server.port());
    EXPECT_EQ(caio.join("cofre", "caio").at("code"), "wrong_password");
    EXPECT_EQ(caio.join("cofre", "caio", {{"password", "segredo"}}).at("seq"), 1);
}

TEST_F(History, ShouldForgetARoomWithoutEntries) {
    ChatClient ana(server.port());
    ana.join("cofre", "ana", {{"password", "segredo"}});
    ana.say({{"type", "leave"}, {"room", "cofre"}});
    ana.read("left");
    EXPECT_EQ(ana.join("cofre", "ana").at("locked"), false);
    server.restart(SIGKILL);
    ChatClient bia(server.port());
    EXPECT_EQ(bia.join("cofre", "bia").at("locked"), false);
}

TEST_F(History, ShouldRememberUploads) {
    const auto picture = png_of(30, 20);
    const auto answer = upload(server.port(), "férias.png", picture).json();
    server.restart(SIGKILL);
    ChatClient ana(server.port());
    ana.join("sala1", "ana");
    ana.say({{"type", "message"}, {"room", "sala1"}, {"id", "1"}, {"file", answer.at("filename")}});
    const auto message = ana.read("message");
    EXPECT_EQ(message.at("file").at("name"), "férias.png");
    EXPECT_EQ(message.at("file").at("width"), 30);
    server.restart(SIGKILL);
    const auto reply = HttpClient(server.port()).get(answer.at("url").get<std::string>() + "?download");
    EXPECT_EQ(reply.body, picture);
    EXPECT_NE(reply.header("content-disposition").find("f%C3%A9rias.png"), std::string::npos);
    ChatClient bia(server.port());
    EXPECT_EQ(bia.join("sala1", "bia").at("messages").at(0).at("file").at("url"), answer.at("url"));
    EXPECT_EQ(ana.welcome().at("type"), "welcome");
    bia.say(
        {{"type", "message"}, {"room", "sala1"}, {"id", "2"}, {"file", "00000000-0000-4000-8000-000000000000.png"}});
    EXPECT_EQ(bia.read("error").at("code"), "unknown_file");
}

TEST_F(History, ShouldFindMessagesByTheirWords) {
    ChatClient ana(server.port());
    ana.join("sala1", "ana");
    ana.join("sala2", "ana");
    ana.text("sala1", "1", "As férias começam amanhã");
    ana.text("sala1", "2", "FERIAS? não acredito");
    ana.text("sala1", "3", "trabalho de história");
    ana.text("sala2", "4", "férias em outra sala");
    EXPECT_EQ(found(ana, "ferias"), (std::vector<std::string>{"As férias começam amanhã", "FERIAS? não acredito"}));
    EXPECT_EQ(found(ana, "amanha ferias").size(), 1U) << "a match has every word, in any order";
    EXPECT_EQ(found(ana, "hist").size(), 1U) << "the last word may be a prefix";
    EXPECT_EQ(found(ana, "ferias", {{"before", 2}}).size(), 1U);
    EXPECT_EQ(found(ana, "ferias", {{"limit", 1}}), std::vector<std::string>{"FERIAS? não acredito"});
    for (const auto* query :
         {"\"", "ferias OR", "NEAR(", "*", "text:ferias", "-", "(((", "a\" OR \"b", "", "room : 1"}) {
        EXPECT_TRUE(found(ana, query).empty()) << query << " must be plain words without operators";
    }
    ana.text("sala1", "5", "said just now");
    EXPECT_EQ(found(ana, "just now").size(), 1U);
    server.restart(SIGKILL);
    ChatClient bia(server.port());
    EXPECT_EQ(bia.refusal({{"type", "search"}, {"room", "sala1"}, {"query", "ferias"}}), "not_joined");
    bia.join("sala1", "bia");
    EXPECT_EQ(found(bia, "ferias").size(), 2U);
}

TEST_F(History, ShouldFindFilesByTheirNames) {
    ChatClient ana(server.port());
    ana.join("sala1", "ana");
    const auto file = upload(server.port(), "Relatório final.png", png_of(3, 2)).json();
    ana.say({{"type", "message"}, {"room", "sala1"}, {"id", "1"}, {"file", file.at("filename")}});
    ana.read("message");
    EXPECT_EQ(found(ana, "relatorio").size(), 1U);
}

TEST(Retention, ShouldKeepTheNewestOfEachRoom) {
    ServerProcess server({"--rate", "0", "--history-messages", "10"});
    ChatClient ana(server.port());
    const auto epoch = ana.join("sala1", "ana").at("epoch");
    const auto file = upload(server.port(), "a.png", png_of(3, 2)).json();
    ana.say({{"type", "message"}, {"room", "sala1"}, {"id", "f"}, {"file", file.at("filename")}});
    for (int i = 2; i <= 40; ++i) ana.text("sala1", std::to_string(i), "word");
    auto log = read_log(ana, "sala1");
    while (log.size() > 10) log = read_log(ana, "sala1");  // the worker removes old entries in the background
    EXPECT_EQ(log.front().at("seq"), 31);
    EXPECT_EQ(found(ana, "word").size(), 10U);
    EXPECT_EQ(ana.text("sala1", "2", "word").at("seq"), 2) << "a removed entry's id still counts";
    server.restart(SIGKILL);
    ChatClient again(server.port());
    again.say({{"type", "hello"}, {"session", ana.session()}});
    again.read("welcome");
    const auto joined = again.join("sala1", "ana", {{"since", 20}, {"epoch", epoch}});
    EXPECT_FALSE(joined.at("resumed").get<bool>()) << "some missed entries are removed";
    EXPECT_EQ(joined.at("seq"), 40);
    EXPECT_EQ(joined.at("messages").size(), 10U);
    EXPECT_FALSE(joined.at("more").get<bool>());
    EXPECT_EQ(again.text("sala1", "2", "word").at("seq"), 2);
    EXPECT_EQ(again.text("sala1", "new", "word").at("seq"), 41);
}

TEST(Database, ShouldBelongToOneServer) {
    ServerProcess server;
    const auto second =
        run_program({"--port", "0", "--www", server.www().string(), "--uploads", server.uploads().string(), "--db",
                     server.database().string(), "--log-level", "error"});
    EXPECT_EQ(second.status, 1);
    EXPECT_EQ(std::count(second.err.begin(), second.err.end(), '\n'), 1) << second.err;
    EXPECT_NE(second.err.find("another papo"), std::string::npos) << second.err;
}

class BadDatabase : public testing::Test {
protected:
    void expect_refusal(const std::string& words) {
        const auto before = read_file(path);
        const auto run = run_program({"--port", "0", "--www", (folder.path() / "www").string(), "--uploads",
                                      (folder.path() / "up").string(), "--db", path.string(), "--log-level", "error"});
        EXPECT_EQ(run.status, 1);
        EXPECT_EQ(std::count(run.err.begin(), run.err.end(), '\n'), 1) << run.err;
        EXPECT_NE(run.err.find(words), std::string::npos) << run.err;
        EXPECT_EQ(read_file(path), before) << "the server must not change the file";
    }
    void SetUp() override { write_file(folder.path() / "www" / "index.html", "x"); }

    TempFolder folder;
    std::filesystem::path path = folder.path() / "papo.db";
};

TEST_F(BadDatabase, ShouldBeRefusedIfItIsNoDatabase) {
    write_file(path, std::string(10'000, 'x'));
    expect_refusal("is not a database");
}

TEST_F(BadDatabase, ShouldBeRefusedIfItIsNewer) {
    run_sql(path, "PRAGMA application_id = 1885433967; PRAGMA user_version = 99; CREATE TABLE t (x)");
    expect_refusal("newer papo");
}

TEST_F(BadDatabase, ShouldBeRefusedIfItIsForeign) {
    run_sql(path, "CREATE TABLE contacts (name)");
    expect_refusal("another program");
}

TEST_F(BadDatabase, ShouldBeRefusedIfItIsDamaged) {
    ServerProcess server;
    server.stop(SIGTERM);
    auto bytes = read_file(server.database());
    std::fill(bytes.begin() + 100, bytes.begin() + 4096, '\xff');
    write_file(path, bytes);
    expect_refusal("damaged");
}

TEST(Journal, ShouldBeFoldedAndRemovedAtAStop) {
    ServerProcess server;
    ChatClient ana(server.port());
    ana.join("sala1", "ana");
    ana.text("sala1", "1", "x");
    EXPECT_EQ(server.stop(SIGTERM), 0);
    EXPECT_EQ(count_files(server.database().string() + ".journal"), 0U);
    EXPECT_FALSE(std::filesystem::exists(server.database().string() + "-wal"));
}

TEST(DiskFull, ShouldRefuseMessagesAndRecover) {
    const SmallDisk disk("size=2m");
    if (!disk.is_there()) GTEST_SKIP() << "a small disk needs root";
    ServerProcess server({"--rate", "0", "--db", (disk.path() / "papo.db").string(), "--log-level", "off"});
    ChatClient ana(server.port());
    ChatClient bia(server.port());
    ana.join("sala1", "ana");
    bia.join("sala1", "bia");
    const std::string long_text(8'000, 'x');
    std::uint64_t stored = 0;
    auto answer = ana.text("sala1", "0", long_text);
    for (int i = 1; answer.at("type") == "message"; ++i) {
        stored = answer.at("seq");
        ASSERT_LT(i, 1000) << "the disk does not fill up";
        answer = ana.text("sala1", std::to_string(i), long_text);
    }
    EXPECT_EQ(answer.at("code"), "storage");
    EXPECT_EQ(ana.text("sala1", "full", long_text).at("code"), "storage")
        << "the server keeps refusing while the disk is full";
    std::uint64_t seen = 0;
    for (const auto& text : bia.read_pending()) {
        const auto message = Json::parse(text);
        if (message.at("type") == "message") seen = message.at("seq");
    }
    EXPECT_EQ(seen, stored) << "the server must send no message that is not stored";
    ASSERT_TRUE(disk.resize("size=64m"));
    answer = ana.text("sala1", "again", long_text);
    EXPECT_EQ(answer.at("seq"), stored + 1);
    EXPECT_EQ(read_log(bia, "sala1").size(), stored + 1);
    server.restart(SIGKILL);
    ChatClient caio(server.port());
    caio.join("sala1", "caio");
    EXPECT_EQ(read_log(caio, "sala1").size(), stored + 1);
}

TEST(Durability, ShouldSyncEachTurnWithPowerDurability) {
    ServerProcess server({"--durability", "power", "--rate", "0"});
    ChatClient ana(server.port());
    ChatClient bia(server.port());
    ana.join("sala1", "ana");
    bia.join("sala1", "bia");
    for (int i = 1; i <= 50; ++i) EXPECT_EQ(ana.text("sala1", std::to_string(i), "x").at("seq"), i);
    for (int i = 1; i <= 50; ++i) EXPECT_EQ(bia.read("message").at("seq"), i);
    EXPECT_EQ(upload(server.port(), "a.png", png_of(3, 2)).status, 201);
    EXPECT_EQ(server.stop(SIGTERM), 0);
}

TEST(UploadSpace, ShouldKeepTheQuota) {
    ServerProcess server({"--uploads-quota", "100KiB"});
    EXPECT_EQ(upload(server.port(), "a.png", png_of(3, 2, 60'000)).status, 201);
    const auto refused = upload(server.port(), "b.png", png_of(3, 2, 60'000));
    EXPECT_EQ(refused.status, 507);
    EXPECT_EQ(refused.code(), "no_space");
    EXPECT_EQ(count_files(server.uploads()), 1U);
    EXPECT_EQ(upload(server.port(), "c.png", png_of(3, 2, 20'000)).status, 201);
    server.restart(SIGKILL);
    EXPECT_EQ(upload(server.port(), "d.png", png_of(3, 2, 60'000)).status, 507)
        << "the quota counts old uploads after a restart";
}

TEST(UploadSpace, ShouldLeaveTheDiskFreeSpace) {
    const SmallDisk disk("size=4m");
    if (!disk.is_there()) GTEST_SKIP() << "a small disk needs root";
    ServerProcess server({"--uploads", disk.path().string(), "--min-free", "1GiB"});
    EXPECT_EQ(upload(server.port(), "a.png", png_of(3, 2, 3'700'000)).status, 201)
        << "a twentieth of the disk is enough free space";
    EXPECT_EQ(upload(server.port(), "b.png", png_of(3, 2, 400'000)).code(), "no_space");
    EXPECT_EQ(HttpClient(server.port()).get("/healthz").status, 200);
}

}  // namespace
}  // namespace papo::test
