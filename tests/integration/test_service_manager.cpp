// What papo and a service manager say to each other: sd_notify(3) and sd_listen_fds(3), with the test as the manager.
#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/un.h>

#include <array>

#include "papo/net/fd.h"
#include "papo/net/listener.h"
#include "tests/support/http_client.h"
#include "tests/support/server_process.h"

namespace papo::test {
namespace {

// The socket that services notify.
class NotifySocket {
public:
    explicit NotifySocket(const std::string& name)
        : name_(name), socket_(::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0)) {
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        name.copy(address.sun_path, sizeof address.sun_path - 1);
        if (name[0] == '@') address.sun_path[0] = '\0';
        const auto size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + name.size());
        const timeval patience{20, 0};
        ::setsockopt(socket_.get(), SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
        if (::bind(socket_.get(), reinterpret_cast<const sockaddr*>(&address), size) != 0) {
            throw std::runtime_error("cannot make a socket to be notified on");
        }
    }

    std::string variable() const { return "NOTIFY_SOCKET=" + name_; }
    // The next one; empty when there is none in 20 s.
    std::string read() const {
        std::array<char, 4096> text{};
        const auto got = ::recv(socket_.get(), text.data(), text.size(), 0);
        return got < 0 ? "" : std::string(text.data(), static_cast<std::size_t>(got));
    }

private:
    std::string name_;
    net::Fd socket_;
};

TEST(ServiceManager, ShouldBeToldOfTheBeginningAndTheEnd) {
    const TempFolder folder;
    const NotifySocket manager((folder.path() / "notify").string());
    ServerProcess server({}, 0, {manager.variable()});
    EXPECT_EQ(manager.read(), "READY=1\nSTATUS=serving on http://0.0.0.0:" + std::to_string(server.port()));
    EXPECT_EQ(server.stop(), 0);
    EXPECT_EQ(manager.read(), "STOPPING=1");
}

TEST(ServiceManager, ShouldHearThatTheServerLives) {
    const NotifySocket manager("@papo-test-" + std::to_string(::getpid()));
    const ServerProcess server({}, 0, {manager.variable(), "WATCHDOG_USEC=200000"});
    EXPECT_EQ(manager.read().substr(0, 8), "READY=1\n");
    for (int i = 0; i < 3; ++i) EXPECT_EQ(manager.read(), "WATCHDOG=1") << "though nobody comes";
}

TEST(ServiceManager, ShouldNotHearOfLifeWhenAnotherProcessIsWatched) {
    const TempFolder folder;
    const NotifySocket manager((folder.path() / "notify").string());
    ServerProcess server({}, 0, {manager.variable(), "WATCHDOG_USEC=2000", "WATCHDOG_PID=1"});
    EXPECT_EQ(manager.read().substr(0, 8), "READY=1\n");
    EXPECT_EQ(HttpClient(server.port()).get("/healthz").status, 200);
    server.stop();
    EXPECT_EQ(manager.read(), "STOPPING=1");
}

TEST(ServiceManager, ShouldBeToldThatTheConfigurationIsReadAgain) {
    const TempFolder folder;
    const NotifySocket manager((folder.path() / "notify").string());
    const auto file = (folder.path() / "papo.conf").string();
    write_file(file, "rate = 20\n");
    const ServerProcess server({"--config", file}, 0, {manager.variable()});
    const auto ready = manager.read();
    ::kill(server.pid(), SIGHUP);
    EXPECT_EQ(manager.read().substr(0, 27), "RELOADING=1\nMONOTONIC_USEC=");
    EXPECT_EQ(manager.read(), ready);
}

TEST(ServiceManager, ShouldNotBeNeeded) {
    const ServerProcess server({}, 0, {"NOTIFY_SOCKET=/nonexistent/notify", "WATCHDOG_USEC=nonsense"});
    EXPECT_EQ(HttpClient(server.port()).get("/healthz").status, 200);
}

TEST(ServiceManager, ShouldPassOnTheSocketToListenOn) {
    auto passed = net::Listener::listen("127.0.0.1", 0);
    ASSERT_TRUE(passed);
    const auto port = passed->address().substr(passed->address().rfind(':'));
    ServerProcess server({"--host", "0.0.0.0"}, 0, {}, passed->fd());
    EXPECT_EQ(server.ready_line(), "papo listening on http://127.0.0.1" + port) << "not where --host and --port say";
    EXPECT_EQ(HttpClient(server.port()).get("/healthz").status, 200);
    server.stop();
    EXPECT_NO_THROW(TcpClient(server.port())) << "it listens on, for the next one";
}

TEST(ServiceManager, ShouldHaveItsHealthAsked) {
    ServerProcess server;
    const auto port = std::to_string(server.port());
    const auto healthy = run_program({"health", "--port", port});
    EXPECT_EQ(healthy.status, 0);
    EXPECT_EQ(healthy.out + healthy.err, "");
    EXPECT_EQ(run_program({"health"}, {"PAPO_PORT=" + port}).status, 0);
    EXPECT_EQ(run_program({"health"}, {"PAPO_PORT=" + port, "PAPO_HOST=::"}).status, 0);
    server.stop();
    const auto ill = run_program({"health", "--port", port});
    EXPECT_EQ(ill.status, 1);
    EXPECT_NE(ill.err.find(port), std::string::npos) << ill.err;
}

TEST(ServiceManager, ShouldHaveAManualOfEveryOption) {
    const auto manual = run_program({"manual"});
    EXPECT_EQ(manual.status, 0);
    EXPECT_EQ(manual.out.substr(0, 10), ".TH PAPO 1");
    for (const auto* part : {"\\fB\\-\\-max\\-upload\\fR \\fISIZE\\fR", "PAPO_MAX_UPLOAD", "papo backup", "papo export",
                             "papo health", "\\fB\\-\\-room\\fR"}) {
        EXPECT_NE(manual.out.find(part), std::string::npos) << part;
    }
    for (const auto* nothing : {"[]", "{}"}) EXPECT_EQ(manual.out.find(nothing), std::string::npos) << nothing;
}

}  // namespace
}  // namespace papo::test
