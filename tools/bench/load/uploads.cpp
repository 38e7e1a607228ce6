#include "tools/bench/load/uploads.h"

#include <sys/epoll.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <utility>

#include "tools/bench/load/connect.h"
#include "tools/bench/load/server_usage.h"

namespace papo::load {
namespace {

constexpr int patience_ms = 30'000;  // in which nothing moves
constexpr int max_events = 64;
constexpr std::int64_t every_so_often = 20'000'000;  // nanoseconds between two looks at the memory

template <typename Number>
Number number_at(std::string_view text, std::size_t at) {
    Number value = 0;
    if (at < text.size()) std::from_chars(text.data() + at, text.data() + text.size(), value);
    return value;
}

}  // namespace

std::optional<int> status_of(std::string_view answer) {
    constexpr std::string_view length = "\r\nContent-Length: ";
    const auto end = answer.find("\r\n\r\n");
    if (end == std::string_view::npos) return std::nullopt;
    const auto at = answer.substr(0, end).find(length);
    const auto body = at == std::string_view::npos ? 0 : number_at<std::size_t>(answer, at + length.size());
    if (answer.size() - end - 4 < body) return std::nullopt;
    return number_at<int>(answer, std::string_view("HTTP/1.1 ").size());
}

Result<Uploads> Uploads::create(const Options& options) {
    const auto address = server_address(options.host, options.port);
    if (!address) return address.error();
    Fd epoll(::epoll_create1(EPOLL_CLOEXEC));
    if (!epoll) return Error{because("no epoll instance")};
    return Uploads(options, std::move(epoll), *address);
}

Uploads::Uploads(const Options& options, Fd epoll, sockaddr_in address)
    : options_(options),
      epoll_(std::move(epoll)),
      address_(address),
      form_(options.host + ":" + std::to_string(options.port), options.upload_path, options.upload_size),
      uploads_(options.at_once) {}

Result<UploadResult> Uploads::run() {
    const auto own = own_bytes(options_.pids);
    std::int64_t looked = 0;
    const auto start = now_ns();
    if (options_.uploads == 0) until_ = start + static_cast<std::int64_t>(options_.seconds * 1e9);
    result_.server_cpu_ns = -cpu_ns(options_.pids);
    result_.own_cpu_ns = -own_cpu_ns();
    for (std::size_t place = 0; place < uploads_.size() && !is_over(); ++place) {
        if (auto done = begin(place); !done) return done.error();
    }
    while (result_.files < begun_ && now_ns() < until_) {
        if (auto done = turn(); !done) return done.error();
        if (now_ns() - looked < every_so_often) continue;
        looked = now_ns();
        result_.growth = std::max(result_.growth, own_bytes(options_.pids) - own);
    }
    result_.server_cpu_ns += cpu_ns(options_.pids);
    result_.own_cpu_ns += own_cpu_ns();
    result_.seconds = static_cast<double>(now_ns() - start) / 1e9;
    return std::move(result_);
}

bool Uploads::is_over() const {
    return options_.uploads == 0 ? now_ns() >= until_ : begun_ >= options_.uploads;
}

Result<void> Uploads::begin(std::size_t place) {
    auto& upload = uploads_[place];
    upload = {};
    upload.begun = now_ns();
    auto socket = begin_connecting(address_);
    if (!socket) return socket.error();
    upload.socket = std::move(*socket);
    ++begun_;
    watch(place, EPOLL_CTL_ADD);
    return {};
}

void Uploads::watch(std::size_t place, int operation) {
    epoll_event event{};
    event.events = EPOLLIN | (uploads_[place].all_sent ? 0U : EPOLLOUT);
    event.data.u64 = place;
    ::epoll_ctl(epoll_.get(), operation, uploads_[place].socket.get(), &event);
}

Result<void> Uploads::turn() {
    std::array<epoll_event, max_events> events;
    const int count = ::epoll_wait(epoll_.get(), events.data(), max_events, patience_ms);
    if (count == 0) return Error{"an upload has stood still for 30 s"};
    for (int i = 0; i < count; ++i) {
        const auto& event = events[static_cast<std::size_t>(i)];
        const bool answers = (event.events & (EPOLLIN | EPOLLHUP | EPOLLERR)) != 0;
        auto done = answers ? receive(event.data.u64) : send(event.data.u64);
        if (!done) return done.error();
    }
    return {};
}

Result<void> Uploads::send(std::size_t place) {
    auto& upload = uploads_[place];
    const auto piece = form_.piece(upload.sent);
    const auto sent = ::send(upload.socket.get(), piece.data(), piece.size(), MSG_NOSIGNAL);
    if (sent < 0 && errno != EAGAIN && errno != EINTR) return Error{because("send")};
    upload.sent += static_cast<std::uint64_t>(std::max<ssize_t>(sent, 0));
    result_.bytes += static_cast<std::uint64_t>(std::max<ssize_t>(sent, 0));
    if (upload.sent < form_.size()) return {};
    upload.all_sent = true;
    watch(place, EPOLL_CTL_MOD);
    return {};
}

Result<void> Uploads::receive(std::size_t place) {
    auto& upload = uploads_[place];
    std::array<char, 4096> buffer;
    const auto got = ::recv(upload.socket.get(), buffer.data(), buffer.size(), 0);
    if (got < 0) return errno == EAGAIN || errno == EINTR ? Result<void>() : Error{because("recv")};
    if (got == 0) return Error{"an upload's connection was ended without an answer"};
    upload.answer.append(buffer.data(), static_cast<std::size_t>(got));
    const auto status = status_of(upload.answer);
    if (!status) return {};
    if (*status != 201) return Error{"an upload was refused: " + upload.answer};
    ++result_.files;
    result_.latency.record(now_ns() - upload.begun);
    upload = {};
    return is_over() ? Result<void>() : begin(place);
}

}  // namespace papo::load
