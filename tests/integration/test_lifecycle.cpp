#include <gtest/gtest.h>

#include <algorithm>

#include "papo/base/version.h"
#include "tests/support/error_output.h"
#include "tests/support/server_process.h"
#include "tests/support/ws_client.h"

namespace papo::test {
namespace {

TEST(Lifecycle, ShouldPrintWhereItListens) {
    ServerProcess server;
    EXPECT_EQ(server.ready_line().substr(0, 26), "papo listening on http://0");
}

TEST(Lifecycle, ShouldGreetOnlyOnATerminal) {
    const TempFolder folder;
    write_file(folder.path() / "index.html", "papo");
    const auto uploads = (folder.path() / "uploads").string();
    const Options options{
        "--port", "0",   "--www",        folder.path().string(), "--uploads",   uploads, "--db", ":memory:",
        "--mdns", "off", "--public-url", "http://192.0.2.7:81/", "--log-level", "error"};
    const auto shown = run_on_terminal(options, "Ctrl-C");
    EXPECT_EQ(shown.substr(0, 24), "papo listening on http:/");
    for (const auto* part :
         {version.data(), "http://192.0.2.7:81\r\n", "\x1b[38;5;231;48;5;16m\u2588", "in memory", "Ctrl-C"}) {
        EXPECT_NE(shown.find(part), std::string::npos) << part;
    }
    EXPECT_NE(shown.find(uploads), std::string::npos);
    std::filesystem::remove(uploads);
    const auto made = [&] { return std::filesystem::exists(uploads); };
    const auto said = run_program_until(options, SIGTERM, made).out;
    EXPECT_EQ(std::count(said.begin(), said.end(), '\n'), 1) << said;
}

TEST(Lifecycle, ShouldLogWhatGuestsOpen) {
    const ErrorOutput log;
    const ServerProcess server({"--public-url", "http://192.0.2.7:81", "--log-level", "info"});
    EXPECT_TRUE(HttpClient(server.port()).get("/healthz").status == 200);
    EXPECT_NE(log.text().find(", guests open http://192.0.2.7:81\n"), std::string::npos) << log.text();
}

TEST(Lifecycle, ShouldTellEverybodyThatItGoes) {
    for (const int signal : {SIGTERM, SIGINT}) {
        ServerProcess server;
        ChatClient ana(server.port());
        ana.join("sala1", "ana");
        TcpClient idle(server.port());
        EXPECT_EQ(server.stop(signal), 0);
        EXPECT_EQ(ana.read_close(), 1012);
        EXPECT_TRUE(idle.ends());
    }
}

TEST(Lifecycle, ShouldFinishWritesUnderWay) {
    ServerProcess server;
    ChatClient ana(server.port());
    ana.join("sala1", "ana");
    ana.say({{"type", "message"}, {"room", "sala1"}, {"id", "1"}, {"text", "last words"}});
    EXPECT_EQ(ana.read("message").at("text"), "last words");
    EXPECT_EQ(server.stop(), 0);
}

TEST(Lifecycle, ShouldComeBackOnItsPort) {
    ServerProcess server;
    ChatClient before(server.port());
    server.restart(SIGKILL);
    ChatClient after(server.port());
    EXPECT_EQ(after.join("sala1", "ana").at("type"), "joined");
}

TEST(Lifecycle, ShouldExplainItselfOnTheCommandLine) {
    const auto help = run_program({"--help"});
    EXPECT_EQ(help.status, 0);
    for (const auto* option : {"--host", "--port", "--www", "--uploads", "--db", "--max-upload", "--max-message",
                               "--max-connections", "--rate", "--max-backlog", "--upload-types", "--allow-origin",
                               "--enable-echo", "--user", "--sandbox", "--log-level", "--log-format", "--version"}) {
        EXPECT_NE(help.out.find(option), std::string::npos) << option;
    }
    EXPECT_EQ(run_program({"--version"}).status, 0);
}

TEST(Lifecycle, ShouldTellTheSameVersionEverywhere) {
    const std::string is(version);
    EXPECT_EQ(run_program({"--version"}).out, "papo " + is + "\n");
    EXPECT_NE(run_program({"manual"}).out.find("\"papo " + is + "\""), std::string::npos);
    ServerProcess server;
    EXPECT_EQ(ChatClient(server.port()).welcome().at("server"), is);
    EXPECT_NE(HttpClient(server.port()).get("/metrics").body.find("{version=\"" + is + "\"}"), std::string::npos);
    EXPECT_EQ(Json::parse(HttpClient(server.port()).get("/api/status").body).at("version"), is);
}

TEST(Lifecycle, ShouldRefuseBadOptionsInOneLine) {
    for (const auto& options :
         {Options{"--port", "99999"}, Options{"--nonsense"}, Options{"--max-upload", "many"},
          Options{"--upload-types", "exe"}, Options{"--log-level", "loud"}, Options{"--sandbox", "perhaps"}}) {
        const auto run = run_program(options);
        EXPECT_EQ(run.status, 2) << options.front();
        EXPECT_EQ(std::count(run.err.begin(), run.err.end(), '\n'), 1) << run.err;
        EXPECT_TRUE(run.out.empty());
    }
}

TEST(Lifecycle, ShouldPreferTheCommandLineToTheEnvironment) {
    EXPECT_EQ(run_program({}, {"PAPO_PORT=99999"}).status, 2);
    EXPECT_EQ(run_program({"--port", "0", "--www", "/nonexistent"}, {"PAPO_PORT=99999"}).status, 1)
        << "the command line's port must override the environment's";
}

TEST(Lifecycle, ShouldSayWhyItCannotStart) {
    ServerProcess server;
    const auto taken = run_program({"--port", std::to_string(server.port()), "--www", server.www().string(),
                                    "--uploads", server.uploads().string(), "--db", ":memory:"});
    EXPECT_EQ(taken.status, 1);
    EXPECT_EQ(std::count(taken.err.begin(), taken.err.end(), '\n'), 1) << taken.err;
    EXPECT_NE(taken.err.find(std::to_string(server.port())), std::string::npos);
    EXPECT_NE(taken.err.find("another with --port\n"), std::string::npos) << taken.err;
    const auto by_make =
        run_program({"--port", std::to_string(server.port()), "--www", server.www().string()}, {"PAPO_RUN_BY=make"});
    EXPECT_NE(by_make.err.find("another with make run ARGS=\"--port ...\"\n"), std::string::npos) << by_make.err;
    const auto unwritable =
        run_program({"--port", "0", "--www", server.www().string(), "--db", ":memory:", "--uploads", "/proc/papo"});
    EXPECT_EQ(unwritable.status, 1);
    EXPECT_NE(unwritable.err.find("/proc/papo"), std::string::npos);
}

TEST(Lifecycle, ShouldTurnAwayConnectionsAboveItsLimit) {
    ServerProcess server({"--max-connections", "2"});
    TcpClient first(server.port());
    HttpClient second(server.port());
    EXPECT_EQ(second.get("/healthz").status, 200);
    HttpClient third(server.port());
    EXPECT_EQ(third.read_reply().status, 503);
    EXPECT_TRUE(third.tcp.ends());
    EXPECT_EQ(second.get("/healthz").status, 200);
}

TEST(Lifecycle, ShouldSurviveRunningOutOfDescriptors) {
    constexpr std::uint64_t descriptors = 40;
    ServerProcess server({"--max-connections", "1000"}, descriptors);
    HttpClient first(server.port());
    EXPECT_EQ(first.get("/healthz").status, 200);
    {
        std::vector<TcpClient> crowd;
        for (int i = 0; i < 60; ++i) crowd.emplace_back(server.port());
        EXPECT_EQ(first.get("/healthz").status, 200) << "open connections still get answers";
    }
    EXPECT_EQ(HttpClient(server.port()).get("/healthz").status, 200)
        << "new connections get answers once there is room";
}

}  // namespace
}  // namespace papo::test
