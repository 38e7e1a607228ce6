#include "socket.h"

#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cerrno>

namespace papo::chaos {
namespace {

std::size_t allowed(std::size_t size, std::optional<std::uint64_t> cut, std::uint64_t done) {
    return cut ? static_cast<std::size_t>(std::min<std::uint64_t>(size, *cut - done)) : size;
}

}  // namespace

Socket::Socket(std::uint16_t port, Cuts cuts, int receive_buffer)
    : fd_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)), cuts_(cuts) {
    if (receive_buffer != 0) {
        ::setsockopt(fd_.get(), SOL_SOCKET, SO_RCVBUF, &receive_buffer, sizeof receive_buffer);
    }
    const int on = 1;
    ::setsockopt(fd_.get(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    const timeval patience{1, 0};
    ::setsockopt(fd_.get(), SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(fd_.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) fd_.reset();
    if (fd_) ::fcntl(fd_.get(), F_SETFL, O_NONBLOCK);
}

std::string Socket::exchange(Millis patience) {
    if (!is_open()) return {};
    pollfd waiting{fd_.get(), POLLIN, 0};
    if (!unsent_.empty() && !deaf_) waiting.events |= POLLOUT;
    if (::poll(&waiting, 1, static_cast<int>(patience.count())) <= 0) return {};
    if ((waiting.revents & POLLOUT) != 0) write();
    return is_open() && (waiting.revents & (POLLIN | POLLHUP | POLLERR)) != 0 ? read() : std::string{};
}

void Socket::write() {
    const auto count = allowed(unsent_.size(), cuts_.sent, sent_);
    const auto sent = ::send(fd_.get(), unsent_.data(), count, MSG_NOSIGNAL);
    if (sent < 0) {
        // What the other side said before it went can still be read.
        deaf_ = errno != EAGAIN && errno != EINTR;
        return;
    }
    unsent_.erase(0, static_cast<std::size_t>(sent));
    sent_ += static_cast<std::uint64_t>(sent);
    if (cuts_.sent == sent_) cut();
}

std::string Socket::read() {
    std::array<char, 65536> buffer{};
    const auto got = ::recv(fd_.get(), buffer.data(), allowed(buffer.size(), cuts_.received, received_), 0);
    if (got < 0 && (errno == EAGAIN || errno == EINTR)) return {};
    if (got <= 0) {
        fd_.reset();
        return {};
    }
    received_ += static_cast<std::uint64_t>(got);
    if (cuts_.received == received_) cut();
    return {buffer.data(), static_cast<std::size_t>(got)};
}

void Socket::cut() {
    was_cut_ = true;
    reset();
}

void Socket::reset() {
    const linger at_once{1, 0};
    ::setsockopt(fd_.get(), SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    fd_.reset();
}

}  // namespace papo::chaos
