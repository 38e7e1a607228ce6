#include "tools/bench/load/connect.h"

#include <arpa/inet.h>
#include <sys/socket.h>

#include <cerrno>
#include <cstring>

namespace papo::load {

Result<sockaddr_in> server_address(const std::string& host, std::uint16_t port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    if (::inet_pton(AF_INET, host.c_str(), &address.sin_addr) != 1) return Error{"--host must be an IPv4 address"};
    return address;
}

Result<Fd> begin_connecting(const sockaddr_in& address) {
    Fd socket(::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
    if (!socket) return Error{because("no more sockets")};
    const auto* raw = reinterpret_cast<const sockaddr*>(&address);
    if (::connect(socket.get(), raw, sizeof address) != 0 && errno != EINPROGRESS) return Error{because("connect")};
    return socket;
}

std::string because(const std::string& what) {
    return what + ": " + std::strerror(errno);
}

}  // namespace papo::load
