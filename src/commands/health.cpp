#include "papo/commands/health.h"

#include <netdb.h>
#include <sys/socket.h>
#include <sys/time.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <memory>
#include <string>
#include <string_view>

#include "papo/base/fd.h"

namespace papo::commands {
namespace {

constexpr timeval patience{3, 0};
constexpr std::string_view question = "GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
constexpr std::string_view good_answer = "HTTP/1.1 200 ";

std::string asked_host(const std::string& host) {
    return host == "0.0.0.0" || host == "::" || host == "localhost" ? "127.0.0.1" : host;
}

Fd connected_to(const std::string& host, std::uint16_t port) {
    addrinfo hints{};
    hints.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV;
    hints.ai_socktype = SOCK_STREAM;
    addrinfo* found = nullptr;
    if (::getaddrinfo(host.c_str(), std::to_string(port).c_str(), &hints, &found) != 0) {
        errno = EINVAL;
        return {};
    }
    const std::unique_ptr<addrinfo, void (*)(addrinfo*)> owner(found, ::freeaddrinfo);
    Fd fd(::socket(found->ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0));
    if (!fd) return {};
    // On Linux, SO_SNDTIMEO also limits connect(2) (socket(7)).
    ::setsockopt(fd.get(), SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
    ::setsockopt(fd.get(), SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    if (::connect(fd.get(), found->ai_addr, found->ai_addrlen) != 0) return {};
    return fd;
}

// The first bytes of the answer, enough to compare with the expected status.
std::string ask(const Fd& fd) {
    if (::send(fd.get(), question.data(), question.size(), MSG_NOSIGNAL) != static_cast<ssize_t>(question.size()))
        return {};
    std::array<char, good_answer.size()> answer{};
    const auto got = ::recv(fd.get(), answer.data(), answer.size(), MSG_WAITALL);
    return got < 0 ? std::string() : std::string(answer.data(), static_cast<std::size_t>(got));
}

}  // namespace

Result<void> check_health(const config::HealthOptions& options) {
    const auto host = asked_host(options.host);
    const auto where = host + ", port " + std::to_string(options.port);
    const auto fd = connected_to(host, options.port);
    if (!fd) return Error{"nothing listens on " + where + ": " + std::strerror(errno)};
    const auto answer = ask(fd);
    if (answer.empty()) return Error{"no answer from " + where};
    if (answer != good_answer) return Error{"no good answer from " + where};
    return {};
}

}  // namespace papo::commands
