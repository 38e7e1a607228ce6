#include "tools/load/pour.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

#include "tools/load/server_usage.h"

namespace papo::load {
namespace {

constexpr std::size_t content_size = 1U << 20U;
constexpr std::int64_t look_every = 20'000'000;  // nanoseconds
constexpr int patience_ms = 30'000;
constexpr std::string_view magic = "PK\x03\x04";  // a .zip: its content is not looked at beyond this

// Bytes without a pattern, so that a search for the boundary meets its first bytes as often as in real files.
std::string noise() {
    std::string bytes(content_size, '\0');
    std::uint64_t state = 0x9E3779B97F4A7C15;
    for (auto& byte : bytes) {
        state ^= state << 13U;
        state ^= state >> 7U;
        state ^= state << 17U;
        byte = static_cast<char>(state >> 56U);
    }
    std::copy(magic.begin(), magic.end(), bytes.begin());
    return bytes;
}

Error failed(const char* what) {
    return {std::string("uploading: ") + what + ": " + std::strerror(errno)};
}

}  // namespace

Pour::Pour(const Options& options) : options_(options), content_(noise()) {
    const std::string boundary = "----papo-load-boundary-7MA4YWxkTrZu0gW";
    const auto form = "--" + boundary +
                      "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.zip\"\r\n"
                      "Content-Type: application/zip\r\n\r\n";
    tail_ = "\r\n--" + boundary + "--\r\n";
    head_ =
        "POST /upload HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: multipart/form-data; "
        "boundary=" +
        boundary + "\r\nContent-Length: " + std::to_string(form.size() + options.upload_size + tail_.size()) +
        "\r\n\r\n" + form;
    total_ = head_.size() + options.upload_size + tail_.size();
}

Result<void> Pour::begin(Stream& stream) {
    stream = {};
    stream.fd = net::Fd(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(options_.port);
    ::inet_pton(AF_INET, options_.host.c_str(), &address.sin_addr);
    if (::connect(stream.fd.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
        return failed("cannot connect");
    }
    stream.begun = now_ns();
    ++begun_;
    return {};
}

std::string_view Pour::piece_at(std::uint64_t offset) const {
    if (offset < head_.size()) return std::string_view(head_).substr(offset);
    offset -= head_.size();
    if (offset < options_.upload_size) {
        const auto from = static_cast<std::size_t>(offset % content_size);
        return std::string_view(content_).substr(from, options_.upload_size - offset);
    }
    return std::string_view(tail_).substr(static_cast<std::size_t>(offset - options_.upload_size));
}

Result<void> Pour::push(Stream& stream) {
    while (stream.sent < total_) {
        const auto piece = piece_at(stream.sent);
        const auto sent = ::send(stream.fd.get(), piece.data(), piece.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
        if (sent < 0 && (errno == EAGAIN || errno == EINTR)) break;
        if (sent < 0) return failed("sending");
        stream.sent += static_cast<std::uint64_t>(sent);
        if (static_cast<std::size_t>(sent) < piece.size()) break;
    }
    return {};
}

// Whether the upload is over.
Result<bool> Pour::take_answer(Stream& stream) {
    std::array<char, 4096> bytes;
    const auto got = ::recv(stream.fd.get(), bytes.data(), bytes.size(), MSG_DONTWAIT);
    if (got < 0 && (errno == EAGAIN || errno == EINTR)) return false;
    if (got > 0) {
        stream.answer.append(bytes.data(), static_cast<std::size_t>(got));
        return false;
    }
    if (stream.answer.empty()) return failed("no answer");
    const bool taken = stream.answer.starts_with("HTTP/1.1 201");
    ++(taken ? result_.uploads : result_.refused);
    if (taken) result_.bytes += options_.upload_size;
    result_.latency.record(now_ns() - stream.begun);
    return true;
}

void Pour::look() {
    if (now_ns() - looked_ < look_every) return;
    looked_ = now_ns();
    result_.resident_peak = std::max(result_.resident_peak, resident_bytes(options_.pids));
}

Result<PourResult> Pour::run() {
    result_.resident_before = result_.resident_peak = resident_bytes(options_.pids);
    result_.server_cpu_ns = -cpu_ns(options_.pids);
    result_.own_cpu_ns = -own_cpu_ns();
    const auto from = now_ns();
    std::vector<Stream> streams(std::min<std::size_t>(options_.at_once, options_.uploads));
    for (auto& stream : streams) {
        if (auto begun = begin(stream); !begun) return begun.error();
    }
    while (!streams.empty()) {
        std::vector<pollfd> waits;
        for (const auto& stream : streams) {
            const auto events = POLLIN | (stream.sent < total_ ? POLLOUT : 0);
            waits.push_back({stream.fd.get(), static_cast<short>(events), 0});
        }
        if (::poll(waits.data(), waits.size(), patience_ms) == 0) return Error{"uploading: the server does not move"};
        for (std::size_t i = streams.size(); i-- > 0;) {
            auto& stream = streams[i];
            if ((waits[i].revents & POLLOUT) != 0) {
                if (auto pushed = push(stream); !pushed && stream.answer.empty()) return pushed.error();
            }
            if ((waits[i].revents & ~POLLOUT) == 0) continue;
            const auto over = take_answer(stream);
            if (!over) return over.error();
            if (!*over) continue;
            if (begun_ == options_.uploads) {
                streams.erase(streams.begin() + static_cast<std::ptrdiff_t>(i));
            } else if (auto begun = begin(stream); !begun) {
                return begun.error();
            }
        }
        look();
    }
    result_.seconds = static_cast<double>(now_ns() - from) / 1e9;
    result_.server_cpu_ns += cpu_ns(options_.pids);
    result_.own_cpu_ns += own_cpu_ns();
    return std::move(result_);
}

}  // namespace papo::load
