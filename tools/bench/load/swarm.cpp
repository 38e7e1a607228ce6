#include "tools/bench/load/swarm.h"

#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <utility>

#include "tools/bench/load/connect.h"
#include "tools/bench/load/dialect.h"
#include "tools/bench/load/server_usage.h"
#include "tools/client/masked_frame.h"
#include "tools/client/upgrade.h"

namespace papo::load {
namespace {

using client::masked_frame;

constexpr std::size_t receive_size = 256U * 1024U;
constexpr int max_events = 256;

int wait(int epoll, std::array<epoll_event, max_events>& events, std::int64_t until) {
    const auto left = std::max<std::int64_t>(0, until - now_ns());
    // Milliseconds are too coarse for an open loop.
    const timespec time{left / 1'000'000'000, left % 1'000'000'000};
    return ::epoll_pwait2(epoll, events.data(), max_events, &time, nullptr);
}

}  // namespace

Result<Swarm> Swarm::create(const std::string& host, std::uint16_t port, const std::string& path) {
    const auto address = server_address(host, port);
    if (!address) return address.error();
    Fd epoll(::epoll_create1(EPOLL_CLOEXEC));
    if (!epoll) return Error{because("no epoll instance")};
    return Swarm(std::move(epoll), *address, client::upgrade_request(host + ":" + std::to_string(port), path));
}

Swarm::Swarm(Fd epoll, sockaddr_in address, std::string request)
    : epoll_(std::move(epoll)), address_(address), request_(std::move(request)), buffer_(receive_size) {}

Result<void> Swarm::add(std::string_view room, std::string_view name) {
    auto socket = begin_connecting(address_);
    if (!socket) return socket.error();
    const int yes = 1;
    ::setsockopt(socket->get(), IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    auto& client = clients_.emplace_back();
    client.socket = std::move(*socket);
    watch(clients_.size() - 1, EPOLL_CTL_ADD);
    send(clients_.size() - 1, fill(request_, {room, name, {}, {}}));
    return {};
}

void Swarm::watch(std::size_t client, int operation) {
    epoll_event event{};
    event.events = EPOLLIN | (clients_[client].waits_to_write ? EPOLLOUT : 0U);
    event.data.u64 = client;
    ::epoll_ctl(epoll_.get(), operation, clients_[client].socket.get(), &event);
}

void Swarm::send(std::size_t client, std::string_view bytes) {
    auto& own = clients_[client];
    if (own.stage == Stage::lost) return;
    own.out += bytes;
    if (!own.waits_to_write) write(client);
}

void Swarm::write(std::size_t client) {
    auto& own = clients_[client];
    const auto sent = ::send(own.socket.get(), own.out.data(), own.out.size(), MSG_NOSIGNAL);
    if (sent < 0 && errno != EAGAIN && errno != ENOTCONN && errno != EINTR) return lose(client, because("send"));
    if (sent > 0) own.out.erase(0, static_cast<std::size_t>(sent));
    if (own.waits_to_write == !own.out.empty()) return;
    own.waits_to_write = !own.out.empty();
    watch(client, EPOLL_CTL_MOD);
}

void Swarm::lose(std::size_t client, const std::string& why) {
    auto& own = clients_[client];
    if (own.stage == Stage::lost) return;
    own = {};
    own.stage = Stage::lost;
    if (lost_++ == 0) why_lost_ = why;
}

void Swarm::leave(std::size_t client) {
    clients_[client] = {};
    clients_[client].stage = Stage::lost;
}

bool Swarm::answer(std::size_t client, const Frame& frame) {
    if (frame.opcode == proto::Opcode::ping) {
        send(client, masked_frame(proto::Opcode::pong, frame.payload));
        return true;
    }
    if (frame.opcode != proto::Opcode::close) return frame.opcode == proto::Opcode::pong;
    lose(client, "closed by the server with " + std::to_string(client::close_code(frame.payload)));
    return true;
}

void Swarm::turn(std::int64_t until, Receiver& receiver) {
    std::array<epoll_event, max_events> events;
    const int count = wait(epoll_.get(), events, until);
    for (int i = 0; i < count; ++i) {
        const auto& event = events[static_cast<std::size_t>(i)];
        if ((event.events & EPOLLOUT) != 0) write(event.data.u64);
        if ((event.events & (EPOLLIN | EPOLLHUP | EPOLLERR)) != 0) read(event.data.u64, receiver);
    }
}

// The rest of the last read goes in front, so that each frame is in one piece of memory.
void Swarm::read(std::size_t client, Receiver& receiver) {
    auto& own = clients_[client];
    if (own.stage == Stage::lost) return;
    const auto kept = own.in.size();
    if (buffer_.size() < kept + receive_size) buffer_.resize(kept + receive_size);
    std::copy(own.in.begin(), own.in.end(), buffer_.begin());
    const auto got = ::recv(own.socket.get(), buffer_.data() + kept, receive_size, 0);
    if (got < 0 && (errno == EAGAIN || errno == EINTR)) return;
    if (got <= 0) return lose(client, got == 0 ? "ended by the server" : because("recv"));
    std::string_view bytes(buffer_.data(), kept + static_cast<std::size_t>(got));
    if (own.stage == Stage::upgrading) bytes.remove_prefix(upgrade(client, bytes, receiver));
    if (clients_[client].stage == Stage::open) bytes.remove_prefix(receiver.on_bytes(client, bytes, now_ns()));
    clients_[client].in = bytes;
}

std::size_t Swarm::upgrade(std::size_t client, std::string_view bytes, Receiver& receiver) {
    const auto answer = client::upgrade_answer(bytes);
    if (!answer) return 0;
    if (!answer->agreed) {
        lose(client, "no upgrade: " + std::string(answer->status_line));
        return bytes.size();
    }
    clients_[client].stage = Stage::open;
    receiver.on_open(client);
    return answer->size;
}

}  // namespace papo::load
