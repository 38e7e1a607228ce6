#include "tests/support/tcp_client.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/time.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <stdexcept>
#include <utility>

namespace papo::test {
namespace {

constexpr timeval longest_wait{20, 0};  // s; with a sanitizer on a busy machine

int connect_to(int fd, std::uint16_t port, bool ipv6) {
    if (ipv6) {
        sockaddr_in6 address{};
        address.sin6_family = AF_INET6;
        address.sin6_port = htons(port);
        address.sin6_addr = in6addr_loopback;
        return ::connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address);
    }
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    const char* elsewhere = std::getenv("PAPO_SERVER_ADDRESS");
    if (elsewhere == nullptr) elsewhere = "127.0.0.1";
    if (::inet_pton(AF_INET, elsewhere, &address.sin_addr) != 1)
        throw std::runtime_error("no address: PAPO_SERVER_ADDRESS");
    return ::connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address);
}

}  // namespace

TcpClient::TcpClient(std::uint16_t port, int receive_buffer, bool ipv6)
    : socket_(::socket(ipv6 ? AF_INET6 : AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    if (receive_buffer != 0) {
        ::setsockopt(socket_.get(), SOL_SOCKET, SO_RCVBUF, &receive_buffer, sizeof receive_buffer);
    }
    ::setsockopt(socket_.get(), SOL_SOCKET, SO_RCVTIMEO, &longest_wait, sizeof longest_wait);
    ::setsockopt(socket_.get(), SOL_SOCKET, SO_SNDTIMEO, &longest_wait, sizeof longest_wait);
    if (connect_to(socket_.get(), port, ipv6) != 0) throw std::runtime_error("cannot connect to the server");
}

bool TcpClient::send(std::string_view bytes) {
    while (!bytes.empty()) {
        const auto sent = ::send(socket_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent < 0 && errno == EINTR) continue;
        if (sent < 0 && errno == EAGAIN) throw std::runtime_error("the server does not read");
        if (sent < 0) return false;
        bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
}

std::string TcpClient::receive() {
    if (!unread_.empty()) return std::exchange(unread_, {});
    std::array<char, 65536> buffer{};
    const auto got = ::recv(socket_.get(), buffer.data(), buffer.size(), 0);
    if (got < 0 && errno == EAGAIN) throw std::runtime_error("the server does not answer");
    if (got <= 0) return {};
    return {buffer.data(), static_cast<std::size_t>(got)};
}

std::string TcpClient::read(std::size_t count) {
    std::string bytes;
    while (bytes.size() < count) {
        auto more = receive();
        if (more.empty()) throw std::runtime_error("the connection ended too early");
        bytes += more;
    }
    unread_ = bytes.substr(count);
    bytes.resize(count);
    return bytes;
}

std::string TcpClient::read_through(std::string_view end) {
    std::string bytes;
    for (std::size_t at = std::string::npos; at == std::string::npos; at = bytes.find(end)) {
        auto more = receive();
        if (more.empty()) throw std::runtime_error("the connection ended too early, after: " + bytes);
        bytes += more;
    }
    const auto size = bytes.find(end) + end.size();
    unread_ = bytes.substr(size);
    bytes.resize(size);
    return bytes;
}

std::string TcpClient::read_to_end() {
    std::string all;
    for (auto more = receive(); !more.empty(); more = receive()) all += more;
    return all;
}

bool TcpClient::ends() {
    read_to_end();
    return true;
}

bool TcpClient::readable_within(int ms) {
    pollfd waiting{socket_.get(), POLLIN, 0};
    return !unread_.empty() || ::poll(&waiting, 1, ms) > 0;
}

void TcpClient::end_sending() {
    ::shutdown(socket_.get(), SHUT_WR);
}

void TcpClient::reset() {
    const linger at_once{1, 0};
    ::setsockopt(socket_.get(), SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    socket_.reset();
}

}  // namespace papo::test
