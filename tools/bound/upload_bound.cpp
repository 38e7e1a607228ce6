#include "tools/bound/upload_bound.h"

#include <fcntl.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <string_view>
#include <utility>

namespace papo::bound {
namespace {

constexpr std::size_t receive_size = 256U * 1024U;
constexpr std::string_view created = "HTTP/1.1 201 Created\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";

void write_all(int fd, std::string_view bytes) {
    while (!bytes.empty()) {
        const auto written = ::write(fd, bytes.data(), bytes.size());
        if (written <= 0) std::abort();
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
}

void watch(int epoll, int fd) {
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.fd = fd;
    ::epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event);
}

}  // namespace

UploadBound::UploadBound(net::Listener listener, std::string folder)
    : listener_(std::move(listener)),
      folder_(std::move(folder)),
      epoll_(::epoll_create1(EPOLL_CLOEXEC)),
      buffer_(receive_size) {
    watch(epoll_.get(), listener_.fd());
}

void UploadBound::run() {
    for (;;) {
        std::array<epoll_event, 64> events;
        const int count = ::epoll_wait(epoll_.get(), events.data(), static_cast<int>(events.size()), -1);
        for (int i = 0; i < count; ++i) {
            const int fd = events[static_cast<std::size_t>(i)].data.fd;
            if (fd == listener_.fd()) {
                accept_all();
            } else {
                read(connections_[static_cast<std::size_t>(fd)]);
            }
        }
    }
}

void UploadBound::accept_all() {
    for (;;) {
        const int fd = ::accept4(listener_.fd(), nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
        if (fd < 0) return;
        if (connections_.size() <= static_cast<std::size_t>(fd)) connections_.resize(static_cast<std::size_t>(fd) + 1);
        auto& connection = connections_[static_cast<std::size_t>(fd)];
        connection = {};
        connection.fd = net::Fd(fd);
        watch(epoll_.get(), fd);
    }
}

void UploadBound::read(Connection& connection) {
    const auto got = ::recv(connection.fd.get(), buffer_.data(), buffer_.size(), 0);
    if (got < 0) return;
    if (got == 0) {
        connection = {};
        return;
    }
    std::string_view bytes(buffer_.data(), static_cast<std::size_t>(got));
    if (!connection.file && !take_head(connection, bytes)) return;
    write_all(connection.file.get(), bytes);
    connection.missing -= std::min<std::uint64_t>(connection.missing, bytes.size());
    if (connection.missing > 0) return;
    (void)::send(connection.fd.get(), created.data(), created.size(), MSG_NOSIGNAL);
    connection = {};
}

// Once the head is whole, `bytes` are what follows it.
bool UploadBound::take_head(Connection& connection, std::string_view& bytes) {
    constexpr std::string_view length = "Content-Length: ";
    const auto before = connection.head.size();
    connection.head += bytes.substr(0, 4096);
    const auto end = connection.head.find("\r\n\r\n");
    if (end == std::string::npos) return false;
    bytes.remove_prefix(end + 4 - before);
    const auto at = connection.head.find(length);
    connection.missing = at < end ? std::strtoull(connection.head.c_str() + at + length.size(), nullptr, 10) : 0;
    const auto path = folder_ + "/" + std::to_string(files_++);
    connection.file = net::Fd(::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644));
    return true;
}

}  // namespace papo::bound
