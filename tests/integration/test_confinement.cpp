// The rights that each thread of a running server has given up, as the kernel lists them, and that the server serves.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <pwd.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "papo/config/config.h"
#include "papo/sys/file_rules.h"
#include "tests/support/error_output.h"
#include "tests/support/pictures.h"
#include "tests/support/server_process.h"
#include "tests/support/ws_client.h"

namespace papo::test {
namespace {

namespace fs = std::filesystem;

// The values of `key` in /proc/PID/task/*/status, one for each thread.
std::vector<std::string> of_threads(pid_t pid, const std::string& key) {
    std::vector<std::string> values;
    for (const auto& thread : fs::directory_iterator("/proc/" + std::to_string(pid) + "/task")) {
        std::ifstream status(thread.path() / "status");
        for (std::string line; std::getline(status, line);) {
            if (line.rfind(key + ":\t", 0) == 0) values.push_back(line.substr(key.size() + 2));
        }
    }
    return values;
}

void expect_everywhere(pid_t pid, const std::string& key, const std::string& value) {
    const auto values = of_threads(pid, key);
    EXPECT_GE(values.size(), 3U) << "the loop and its two workers";
    for (const auto& each : values) EXPECT_EQ(each, value) << key;
}

// Uses every service that needs other rights.
void expect_service(ServerProcess& server, const fs::path& database, const fs::path& uploads) {
    const auto picture = png_of(640, 480);
    const auto preview = png_of(64, 48);
    std::string url;
    {
        ChatClient ana(server.port());
        ana.join("sala1", "ana", {{"password", "segredo"}});
        const auto form = form_of({{"file", "praia.png", picture}, {"thumb", "thumb.png", preview}});
        const auto file =
            HttpClient(server.port()).request("POST", "/upload", {{"Content-Type", form_type}}, form).json();
        url = file.at("url");
        ana.say({{"type", "message"}, {"room", "sala1"}, {"id", "1"}, {"text", "a praia"}, {"file", file["filename"]}});
        const auto thumb = ana.read("message").at("file").at("thumb").get<std::string>();
        EXPECT_TRUE(HttpClient(server.port()).get(url).body == picture);
        EXPECT_TRUE(HttpClient(server.port()).get(thumb).body == preview);
        EXPECT_EQ(count_files(uploads), 2U);
        ana.say({{"type", "search"}, {"room", "sala1"}, {"query", "praia"}});
        EXPECT_EQ(ana.read("found").at("messages").size(), 1U);
    }
    const TempFolder elsewhere;
    const auto copy = elsewhere.path() / "copy.db";
    EXPECT_EQ(run_program({"backup", "--db", database.string(), copy.string()}).status, 0);
    const auto exported =
        run_program({"export", "--db", database.string(), "--uploads", uploads.string(), "--room", "sala1"});
    EXPECT_NE(exported.out.find("a praia"), std::string::npos);

    server.restart(SIGTERM);
    ChatClient bia(server.port());
    ASSERT_EQ(bia.join("sala1", "bia", {{"password", "segredo"}}).at("seq"), 1);
    bia.say({{"type", "history"}, {"room", "sala1"}, {"before", 2}});
    EXPECT_EQ(bia.read("history").at("messages").size(), 1U);
    EXPECT_EQ(bia.text("sala1", "2", "tudo aqui").at("seq"), 2);
    EXPECT_TRUE(HttpClient(server.port()).get(url).body == picture);
}

class Confinement : public testing::Test {
protected:
    void SetUp() override {
        if (!config::sandbox_by_default) GTEST_SKIP() << "a sanitizer needs forbidden calls";
    }
};

TEST_F(Confinement, ShouldHoldInEveryThread) {
    ErrorOutput log;
    ServerProcess server({"--log-level", "warning"});
    expect_everywhere(server.pid(), "NoNewPrivs", "1");
    expect_everywhere(server.pid(), "Seccomp", "2");
    expect_service(server, server.database(), server.uploads());
    expect_everywhere(server.pid(), "Seccomp", "2");
    if (sys::landlock_version() > 0) {
        EXPECT_EQ(log.text(), "") << "no restriction has failed";
    }
}

// The server opens the journal's folder by its path to sync it; the test replaces the folder by a link.
TEST_F(Confinement, ShouldNotFollowALinkOutOfItsFolders) {
    if (sys::landlock_version() == 0) GTEST_SKIP() << "this kernel has no Landlock";
    const TempFolder elsewhere;
    ServerProcess server({"--durability", "power", "--log-level", "off"});
    ChatClient ana(server.port());
    const auto journal = fs::path(server.database()) += ".journal";
    fs::rename(journal, fs::path(journal) += ".moved");
    fs::create_directory_symlink(elsewhere.path(), journal);
    ana.say({{"type", "join"}, {"room", "sala1"}, {"name", "ana"}});
    EXPECT_EQ(ana.read_close(), 1012) << "the server must send no message that it cannot sync";
}

TEST_F(Confinement, ShouldHideItsMemoryFromOtherProcesses) {
    ServerProcess server;
    struct stat info {};
    ASSERT_EQ(::stat(("/proc/" + std::to_string(server.pid()) + "/mem").c_str(), &info), 0);
    EXPECT_EQ(info.st_uid, 0U) << "root owns it whoever runs the server (proc(5), PR_SET_DUMPABLE)";
    if (::geteuid() != 0) return;
    // Root keeps the capabilities for other users' files: CAP_CHOWN, CAP_DAC_OVERRIDE, CAP_FOWNER.
    expect_everywhere(server.pid(), "CapEff", "000000000000000b");
}

TEST_F(Confinement, ShouldBeOffForDebugging) {
    ServerProcess server({"--sandbox", "off"});
    const auto own = of_threads(::getpid(), "Seccomp");  // a container may have set a filter
    expect_everywhere(server.pid(), "Seccomp", own.front());
    expect_everywhere(server.pid(), "NoNewPrivs", "1");
}

TEST_F(Confinement, ShouldServeFromAnotherFileSystem) {
    const TempFolder folder;
    const auto disk = folder.path() / "disk";
    fs::create_directory(disk);
    if (::mount("papo", disk.c_str(), "tmpfs", 0, "size=64m") != 0) GTEST_SKIP() << "needs the right to mount";
    {
        ServerProcess server({"--uploads", (disk / "uploads").string()});
        expect_service(server, server.database(), disk / "uploads");
    }
    ::umount2(disk.c_str(), MNT_DETACH);
}

TEST_F(Confinement, ShouldFindItsFoldersByRelativePathsAndLinks) {
    const TempFolder folder;
    fs::create_directory(folder.path() / "real");
    fs::create_directory_symlink(folder.path() / "real", folder.path() / "link");
    const auto before = fs::current_path();
    fs::current_path(folder.path());
    {
        ServerProcess server({"--uploads", "link/uploads", "--db", "papo.db"});
        expect_service(server, "papo.db", "real/uploads");
    }
    fs::current_path(before);
}

// A server that starts as root and becomes nobody; also with a sanitizer.
class OtherUser : public testing::Test {
protected:
    void SetUp() override {
        if (::geteuid() != 0) GTEST_SKIP() << "only root can become another user";
        fs::permissions(folder.path(), fs::perms::others_exec, fs::perm_options::add);
    }
    Options options(const std::string& user = "nobody") const {
        return {"--user", user, "--uploads", uploads.string(), "--db", database.string()};
    }
    Options failing(Options more) const {
        more.insert(more.begin(), {"--port", "0", "--www", folder.path().string()});
        return more;
    }
    void expect_failure(const Options& options, const std::string& word) {
        write_file(folder.path() / "index.html", "<!doctype html>");
        const auto run = run_program(options);
        EXPECT_EQ(run.status, 1);
        EXPECT_TRUE(run.out.empty()) << run.out;
        EXPECT_NE(run.err.find(word), std::string::npos) << run.err;
        EXPECT_EQ(std::count(run.err.begin(), run.err.end(), '\n'), 1) << run.err;
    }

    TempFolder folder;
    fs::path uploads = folder.path() / "data" / "uploads";
    fs::path database = folder.path() / "data" / "history" / "papo.db";
};

TEST_F(OtherUser, ShouldServeWithoutCapabilities) {
    const auto* nobody = ::getpwnam("nobody");
    const auto uid = std::to_string(nobody->pw_uid);
    const auto gid = std::to_string(nobody->pw_gid);
    ServerProcess server(options());
    expect_service(server, database, uploads);
    expect_everywhere(server.pid(), "Uid", uid + "\t" + uid + "\t" + uid + "\t" + uid);
    expect_everywhere(server.pid(), "Gid", gid + "\t" + gid + "\t" + gid + "\t" + gid);
    for (const auto* set : {"CapInh", "CapPrm", "CapEff", "CapAmb"}) {
        expect_everywhere(server.pid(), set, "0000000000000000");
    }
    for (const auto& made : {folder.path() / "data", uploads, database.parent_path(), database}) {
        struct stat info {};
        ASSERT_EQ(::stat(made.c_str(), &info), 0) << made;
        EXPECT_EQ(info.st_uid, nobody->pw_uid) << made;
    }
}

TEST_F(OtherUser, ShouldTakeTheGivenGroup) {
    ServerProcess server(options("nobody:daemon"));
    expect_everywhere(server.pid(), "Gid", "1\t1\t1\t1");
}

TEST_F(OtherUser, ShouldListenOnAPortBelow1024) {
    ServerProcess server({"--user", "nobody", "--uploads", uploads.string(), "--db", database.string(), "--host",
                          "127.6.7.8", "--port", "999"});
    EXPECT_EQ(server.port(), 999);
    expect_everywhere(server.pid(), "CapEff", "0000000000000000");
}

TEST_F(OtherUser, ShouldSayWhyItCannotStart) {
    expect_failure(failing(options("no-such-user")), "no-such-user");
    expect_failure(failing(options("nobody:no-such-group")), "no-such-group");
    expect_failure(failing(options("root")), "root");
    fs::create_directories(uploads);  // belongs to root
    expect_failure(failing(options()), uploads.string());
}

}  // namespace
}  // namespace papo::test
