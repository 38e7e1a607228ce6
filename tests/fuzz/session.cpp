// A whole server in this process, and connections that send any bytes: requests, uploads, an upgrade and frames. The
// server must keep serving, end every connection whose peer has ended, answer with well-formed heads, and leave no
// unfinished upload.
#include "tests/fuzz/session.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <thread>

#include "papo/base/fd.h"
#include "papo/config/config.h"
#include "papo/ops/log.h"
#include "papo/server/server.h"
#include "tests/fuzz/target.h"

namespace papo::fuzz {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t tidied_every = 1000;  // inputs
// A server that is silent for so long is stuck: longer than a busy disk takes, shorter than the idle time-outs.
constexpr time_t patience_s = 25;

struct Running {
    fs::path uploads;
    std::uint16_t port = 0;
};

config::Config config_in(const fs::path& folder) {
    config::Config config;
    config.host = "127.0.0.1";
    config.port = 0;
    config.www = "www";
    config.uploads = folder / "uploads";
    config.db = ":memory:";
    config.max_upload = 64U << 10U;
    config.upload_types = {"png", "jpg", "txt", "zip"};
    config.enable_echo = true;
    config.compress = true;
    config.sandbox = false;  // the sandbox would confine the fuzzer, too
    config.rate = 0;
    return config;
}

// libFuzzer's timer sends SIGALRM, which would interrupt socket calls with a time-out (signal(7)).
void be_undisturbed() {
    sigset_t alarm;
    ::sigemptyset(&alarm);
    ::sigaddset(&alarm, SIGALRM);
    ::pthread_sigmask(SIG_BLOCK, &alarm, nullptr);
}

// Lives as long as the process.
Running start() {
    auto pattern = (fs::temp_directory_path() / "papo-fuzz-XXXXXX").string();
    require(::mkdtemp(pattern.data()) != nullptr, "there is room for a temporary folder");
    const auto config = config_in(pattern);
    auto server = server::Server::create(config, ops::open_log("off", "text"));
    if (!server) require(false, server.error().message);
    const auto& address = (*server)->address();
    const auto port = static_cast<std::uint16_t>(std::stoul(address.substr(address.rfind(':') + 1)));
    std::thread([server = std::move(*server)] { server->run(); }).detach();
    be_undisturbed();
    return {config.uploads, port};
}

Fd connected(std::uint16_t port) {
    Fd socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    // close() resets the connection, so that no port stays in TIME_WAIT.
    const linger reset{1, 0};
    ::setsockopt(socket.get(), SOL_SOCKET, SO_LINGER, &reset, sizeof reset);
    const timeval patience{patience_s, 0};
    ::setsockopt(socket.get(), SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const int result = ::connect(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address);
    require(result == 0, std::string("the server takes connections: ") + std::strerror(errno));
    return socket;
}

// All that the server sends after `bytes` until it ends the connection.
std::string answer_to(std::string_view bytes, std::uint16_t port) {
    const auto socket = connected(port);
    while (!bytes.empty()) {
        const auto sent = ::send(socket.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent < 0) break;
        bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    ::shutdown(socket.get(), SHUT_WR);
    std::string answer;
    std::vector<char> buffer(65'536);
    while (true) {
        const auto got = ::recv(socket.get(), buffer.data(), buffer.size(), 0);
        require(got >= 0 || errno == ECONNRESET,
                std::string("a connection whose peer has ended is ended: ") + std::strerror(errno));
        if (got <= 0) return answer;
        answer.append(buffer.data(), static_cast<std::size_t>(got));
    }
}

void check_head(std::string_view answer) {
    if (answer.empty()) return;
    require(answer.substr(0, 9) == "HTTP/1.1 ", "an answer begins with a status line");
    const auto end = answer.find("\r\n\r\n");
    require(end != std::string_view::npos, "a head is whole");
    for (auto lines = answer.substr(0, end); !lines.empty();) {
        const auto line = lines.substr(0, lines.find("\r\n"));
        lines.remove_prefix(std::min(lines.size(), line.size() + 2));
        for (const char c : line) require(static_cast<unsigned char>(c) >= 0x20 && c != 0x7F, "a head has no controls");
    }
}

void check_serving(const Running& server) {
    const auto answer = answer_to("GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", server.port);
    require(answer.substr(0, 12) == "HTTP/1.1 200", "the server still serves");
    for (const auto& file : fs::directory_iterator(server.uploads)) {
        require(file.path().filename().native().front() != '.', "no unfinished upload is left");
        fs::remove(file.path());
    }
}

}  // namespace

void session(std::string_view input) {
    static const auto server = start();
    static std::uint64_t inputs = 0;
    check_head(answer_to(input, server.port));
    if (++inputs % tidied_every == 0) check_serving(server);
}

}  // namespace papo::fuzz
