#include "papo/net/listener.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <optional>

namespace papo::net {
namespace {

struct Address {
    sockaddr_storage storage{};
    socklen_t size = 0;
};

std::optional<Address> parse(const std::string& host, std::uint16_t port) {
    Address address;
    const char* text = host == "localhost" ? "127.0.0.1" : host.c_str();
    auto* v4 = reinterpret_cast<sockaddr_in*>(&address.storage);
    if (::inet_pton(AF_INET, text, &v4->sin_addr) == 1) {
        v4->sin_family = AF_INET;
        v4->sin_port = htons(port);
        address.size = sizeof *v4;
        return address;
    }
    auto* v6 = reinterpret_cast<sockaddr_in6*>(&address.storage);
    if (::inet_pton(AF_INET6, text, &v6->sin6_addr) != 1) return std::nullopt;
    v6->sin6_family = AF_INET6;
    v6->sin6_port = htons(port);
    address.size = sizeof *v6;
    return address;
}

std::string text_of(int fd) {
    sockaddr_storage storage{};
    socklen_t size = sizeof storage;
    ::getsockname(fd, reinterpret_cast<sockaddr*>(&storage), &size);
    std::array<char, INET6_ADDRSTRLEN> text{};
    if (storage.ss_family == AF_INET6) {
        const auto* v6 = reinterpret_cast<const sockaddr_in6*>(&storage);
        ::inet_ntop(AF_INET6, &v6->sin6_addr, text.data(), text.size());
        return "[" + std::string(text.data()) + "]:" + std::to_string(ntohs(v6->sin6_port));
    }
    const auto* v4 = reinterpret_cast<const sockaddr_in*>(&storage);
    ::inet_ntop(AF_INET, &v4->sin_addr, text.data(), text.size());
    return std::string(text.data()) + ":" + std::to_string(ntohs(v4->sin_port));
}

Error cannot(const std::string& host, std::uint16_t port, int error) {
    const auto where = "port " + std::to_string(port);
    if (error == EADDRINUSE) return {where + " is taken by another program; choose another with --port"};
    if (error == EACCES) return {where + " needs more rights than this program has; choose one from 1024 with --port"};
    if (error == EADDRNOTAVAIL) return {"this machine has no address " + host + "; choose another with --host"};
    return {"cannot listen on " + host + ", " + where + ": " + std::strerror(error)};
}

}  // namespace

Result<Listener> Listener::listen(const std::string& host, std::uint16_t port) {
    const auto address = parse(host, port);
    if (!address) return Error{"--host must be an address of this machine, not \"" + host + "\""};
    const int family = address->storage.ss_family;
    Fd fd(::socket(family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
    if (!fd) return cannot(host, port, errno);
    const int yes = 1;
    const int no = 0;
    ::setsockopt(fd.get(), SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    if (family == AF_INET6) ::setsockopt(fd.get(), IPPROTO_IPV6, IPV6_V6ONLY, &no, sizeof no);
    const auto* raw = reinterpret_cast<const sockaddr*>(&address->storage);
    if (::bind(fd.get(), raw, address->size) != 0 || ::listen(fd.get(), SOMAXCONN) != 0) {
        return cannot(host, port, errno);
    }
    auto text = text_of(fd.get());
    return Listener(std::move(fd), std::move(text));
}

Result<Listener> Listener::adopt(Fd socket) {
    int family = 0;
    int type = 0;
    int listens = 0;
    socklen_t size = sizeof family;
    ::getsockopt(socket.get(), SOL_SOCKET, SO_DOMAIN, &family, &size);
    ::getsockopt(socket.get(), SOL_SOCKET, SO_TYPE, &type, &size);
    ::getsockopt(socket.get(), SOL_SOCKET, SO_ACCEPTCONN, &listens, &size);
    if ((family != AF_INET && family != AF_INET6) || type != SOCK_STREAM || listens == 0) {
        return Error{"what was passed on to listen on is no listening TCP socket"};
    }
    if (::fcntl(socket.get(), F_SETFL, O_RDWR | O_NONBLOCK) != 0) {
        return Error{std::string("cannot use the socket that was passed on: ") + std::strerror(errno)};
    }
    auto text = text_of(socket.get());
    return Listener(std::move(socket), std::move(text));
}

}  // namespace papo::net
