// The protocol between papo and a service manager, sd_notify(3) and sd_listen_fds(3); the test plays the manager.
#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>

#include <array>
#include <cstdlib>
#include <optional>
#include <thread>

#include "papo/base/fd.h"
#include "papo/net/listener.h"
#include "papo/sys/service_manager.h"
#include "tests/support/http_client.h"
#include "tests/support/server_process.h"

namespace papo::test {
namespace {

// The socket that a service notifies.
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
    // The next notification; empty if none comes within 20 s.
    std::string read() const {
        std::array<char, 4096> text{};
        const auto got = ::recv(socket_.get(), text.data(), text.size(), 0);
        return got < 0 ? "" : std::string(text.data(), static_cast<std::size_t>(got));
    }

private:
    std::string name_;
    Fd socket_;
};

TEST(ServiceManager, ShouldBeNotifiedOfStartAndStop) {
    const TempFolder folder;
    const NotifySocket manager((folder.path() / "notify").string());
    ServerProcess server({}, 0, {manager.variable()});
    EXPECT_EQ(manager.read(), "READY=1\nSTATUS=serving on http://0.0.0.0:" + std::to_string(server.port()));
    EXPECT_EQ(server.stop(), 0);
    EXPECT_EQ(manager.read(), "STOPPING=1");
}

TEST(ServiceManager, ShouldGetWatchdogNotifications) {
    const NotifySocket manager("@papo-test-" + std::to_string(::getpid()));
    const ServerProcess server({}, 0, {manager.variable(), "WATCHDOG_USEC=200000"});
    EXPECT_EQ(manager.read().substr(0, 8), "READY=1\n");
    for (int i = 0; i < 3; ++i) ASSERT_EQ(manager.read(), "WATCHDOG=1") << "the server notifies without any connection";
}

TEST(ServiceManager, ShouldGetNoWatchdogNotificationsMeantForAnotherProcess) {
    const TempFolder folder;
    const NotifySocket manager((folder.path() / "notify").string());
    ServerProcess server({}, 0, {manager.variable(), "WATCHDOG_USEC=2000", "WATCHDOG_PID=1"});
    EXPECT_EQ(manager.read().substr(0, 8), "READY=1\n");
    EXPECT_EQ(HttpClient(server.port()).get("/healthz").status, 200);
    server.stop();
    EXPECT_EQ(manager.read(), "STOPPING=1");
}

TEST(ServiceManager, ShouldBeNotifiedOfAReload) {
    const TempFolder folder;
    const NotifySocket manager((folder.path() / "notify").string());
    const auto file = (folder.path() / "papo.conf").string();
    write_file(file, "rate = 20\n");
    const ServerProcess server({"--config", file, "--log-level", "error"}, 0, {manager.variable()});
    const auto ready = manager.read();
    ::kill(server.pid(), SIGHUP);
    EXPECT_EQ(manager.read().substr(0, 27), "RELOADING=1\nMONOTONIC_USEC=");
    EXPECT_EQ(manager.read(), ready);
}

// Reads the environment like the program at its start.
sys::ServiceManager told(const Options& environment) {
    for (const auto& each : environment) {
        const auto equals = each.find('=');
        ::setenv(each.substr(0, equals).c_str(), each.substr(equals + 1).c_str(), 1);
    }
    return sys::ServiceManager::from_environment();
}

TEST(ServiceManager, ShouldGetWatchdogNotificationsTwiceAsOftenAsRequired) {
    const TempFolder folder;
    const NotifySocket manager((folder.path() / "notify").string());
    auto service = told({manager.variable(), "WATCHDOG_USEC=200000"});
    service.tick({5'000, 0});
    EXPECT_EQ(service.next_deadline(), 5'100);
    service.tick({5'099, 0});
    service.stopping();
    EXPECT_EQ(manager.read(), "WATCHDOG=1");
    EXPECT_EQ(manager.read(), "STOPPING=1");
    for (const auto* variable : {"NOTIFY_SOCKET", "WATCHDOG_USEC", "WATCHDOG_PID"}) {
        EXPECT_EQ(::getenv(variable), nullptr) << variable << " must not pass to child processes";
    }
}

// Returns how many of nine passed sockets a process takes; 99 if it leaves the variables in its environment.
int taken_of_nine(bool its_own) {
    const auto child = ::fork();
    if (child == 0) {
        for (int fd = 3; fd < 12; ++fd) ::dup2(STDIN_FILENO, fd);
        ::setenv("LISTEN_PID", std::to_string(its_own ? ::getpid() : 1).c_str(), 1);
        ::setenv("LISTEN_FDS", "9", 1);
        const auto taken = sys::passed_descriptors().size();
        const bool told = ::getenv("LISTEN_PID") != nullptr || ::getenv("LISTEN_FDS") != nullptr;
        ::_exit(told ? 99 : static_cast<int>(taken));
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    return WEXITSTATUS(status);
}

TEST(ServiceManager, ShouldPassAtMostEightSocketsAndNoneOfAnotherProcess) {
    EXPECT_EQ(taken_of_nine(true), 8);
    EXPECT_EQ(taken_of_nine(false), 0);
}

TEST(ServiceManager, ShouldNotPassSocketsThatCannotListen) {
    const Fd datagrams(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0));
    const auto adopted = net::Listener::adopt(Fd(::dup(datagrams.get())));
    ASSERT_FALSE(adopted);
    EXPECT_NE(adopted.error().message.find("no listening TCP socket"), std::string::npos);
    EXPECT_FALSE(net::Listener::adopt(Fd(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0))))
        << "the socket does not listen";
}

TEST(ServiceManager, ShouldNotBeRequired) {
    const ServerProcess server({}, 0, {"NOTIFY_SOCKET=/nonexistent/notify", "WATCHDOG_USEC=nonsense"});
    EXPECT_EQ(HttpClient(server.port()).get("/healthz").status, 200);
}

TEST(ServiceManager, ShouldPassTheListeningSocket) {
    auto passed = net::Listener::listen("127.0.0.1", 0);
    ASSERT_TRUE(passed);
    const auto port = passed->address().substr(passed->address().rfind(':'));
    ServerProcess server({"--host", "0.0.0.0"}, 0, {}, passed->fd());
    EXPECT_EQ(server.ready_line(), "papo listening on http://127.0.0.1" + port)
        << "the passed socket overrides --host and --port";
    EXPECT_EQ(HttpClient(server.port()).get("/healthz").status, 200);
    server.stop();
    EXPECT_NO_THROW(TcpClient(server.port())) << "the socket stays open for the next server";
}

TEST(ServiceManager, ShouldAnswerThePapoHealthCommand) {
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

// Runs `papo health` against a server with this answer; absent: a server that never answers.
ProgramRun health_of(const std::optional<std::string>& answer) {
    auto listener = net::Listener::listen("127.0.0.1", 0);
    if (!listener) throw std::runtime_error("cannot listen");
    std::jthread server([&] {
        pollfd waiting{listener->fd(), POLLIN, 0};
        if (!answer || ::poll(&waiting, 1, 20'000) <= 0) return;
        const Fd guest(::accept(listener->fd(), nullptr, nullptr));
        std::array<char, 4096> question{};
        (void)::recv(guest.get(), question.data(), question.size(), 0);
        (void)::send(guest.get(), answer->data(), answer->size(), MSG_NOSIGNAL);
    });
    const auto port = listener->address().substr(listener->address().rfind(':') + 1);
    return run_program({"health", "--port", port});
}

TEST(ServiceManager, ShouldCallOtherAnswersUnhealthy) {
    EXPECT_EQ(health_of("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n").status, 0);
    for (const auto& [answer, words] :
         {std::pair<std::optional<std::string>, const char*>{"HTTP/1.1 503 Service Unavailable\r\n\r\n", "no good"},
          {"HTTP/1.1 2", "no good"},
          {"", "no answer"},
          {std::nullopt, "no answer"}}) {
        const auto run = health_of(answer);
        EXPECT_EQ(run.status, 1) << words;
        EXPECT_NE(run.err.find(words), std::string::npos) << run.err;
    }
}

TEST(ServiceManager, ShouldDocumentEveryOptionInTheManual) {
    const auto manual = run_program({"manual"});
    EXPECT_EQ(manual.status, 0);
    EXPECT_EQ(manual.out.substr(0, 10), ".TH PAPO 1");
    for (const auto* part : {"\\fB\\-\\-max\\-upload\\fR \\fISIZE\\fR", "PAPO_MAX_UPLOAD", "papo backup", "papo export",
                             "papo health", "\\fB\\-\\-room\\fR", "\\fINAME[:GROUP]\\fR", "\\fInormal|power\\fR",
                             "SIGHUP", ".SH FILES", ".SH EXAMPLES"}) {
        EXPECT_NE(manual.out.find(part), std::string::npos) << part;
    }
    for (const auto* nothing : {"[]", "{}"}) EXPECT_EQ(manual.out.find(nothing), std::string::npos) << nothing;
}

}  // namespace
}  // namespace papo::test
