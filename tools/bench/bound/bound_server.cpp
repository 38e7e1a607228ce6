#include "tools/bench/bound/bound_server.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <utility>

#include "papo/proto/ws_encoder.h"
#include "papo/proto/ws_handshake.h"
#include "tools/bench/bound/client_frames.h"

namespace papo::bound {
namespace {

constexpr std::size_t receive_size = 256U * 1024U;
constexpr int max_events = 512;

// As long as papo's, so that both servers send the same number of bytes.
constexpr std::string_view welcome =
    R"({"type":"welcome","session":"bound-bound-bound-bound-bound-bound-bound-b","server":"bound","limits":{)"
    R"("message":16384,"upload":67108864,"types":["png","jpg","jpeg","gif","webp","avif","heic","pdf","docx","xlsx",)"
    R"("pptx","odt","ods","odp","txt","md","csv","zip","mp3","ogg","wav","mp4","webm"],"rate":0}})";

std::string text_frame(std::string_view payload) {
    std::string frame;
    proto::append_frame(frame, proto::Opcode::text, payload);
    return frame;
}

}  // namespace

BoundServer::BoundServer(net::Listener listener, Mode mode, std::string uploads)
    : listener_(std::move(listener)),
      mode_(mode),
      uploads_(std::move(uploads)),
      epoll_(::epoll_create1(EPOLL_CLOEXEC)),
      buffer_(receive_size) {
    watch(listener_.fd(), EPOLL_CTL_ADD, EPOLLIN);
}

void BoundServer::run() {
    for (;;) turn();
}

void BoundServer::turn() {
    std::array<epoll_event, max_events> events;
    const int count = ::epoll_wait(epoll_.get(), events.data(), max_events, -1);
    for (int i = 0; i < count; ++i) {
        const auto& event = events[static_cast<std::size_t>(i)];
        const int fd = event.data.fd;
        if (fd == listener_.fd()) {
            accept_all();
            continue;
        }
        if ((event.events & EPOLLOUT) != 0) write_rest(fd);
        if ((event.events & (EPOLLIN | EPOLLHUP | EPOLLERR)) != 0) read(fd);
    }
    flush_rooms();
}

void BoundServer::accept_all() {
    const int yes = 1;
    for (;;) {
        const int fd = ::accept4(listener_.fd(), nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
        if (fd < 0) return;
        ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
        if (connections_.size() <= static_cast<std::size_t>(fd)) connections_.resize(static_cast<std::size_t>(fd) + 1);
        connections_[static_cast<std::size_t>(fd)] = {};
        watch(fd, EPOLL_CTL_ADD, EPOLLIN);
    }
}

void BoundServer::watch(int fd, int operation, std::uint32_t events) {
    epoll_event event{};
    event.events = events;
    event.data.fd = fd;
    ::epoll_ctl(epoll_.get(), operation, fd, &event);
}

BoundServer::Rare& BoundServer::rare(int fd) {
    auto& held = connections_[static_cast<std::size_t>(fd)].rare;
    if (!held) held = std::make_unique<Rare>();
    return *held;
}

void BoundServer::drop(int fd) {
    auto& connection = connections_[static_cast<std::size_t>(fd)];
    if (connection.room != nullptr) std::erase(connection.room->members, fd);
    connection = {};
    ::close(fd);
}

void BoundServer::read(int fd) {
    auto& connection = connections_[static_cast<std::size_t>(fd)];
    const auto kept = connection.rare ? connection.rare->in.size() : 0;
    if (buffer_.size() < kept + receive_size) buffer_.resize(kept + receive_size);
    if (kept > 0) std::copy_n(connection.rare->in.data(), kept, buffer_.data());
    const auto got = ::recv(fd, buffer_.data() + kept, receive_size, 0);
    if (got < 0 && (errno == EAGAIN || errno == EINTR)) return;
    if (got <= 0) return drop(fd);
    const auto size = kept + static_cast<std::size_t>(got);
    const auto taken = take_all(fd, buffer_.data(), size);
    if (taken < size || kept > 0) rare(fd).in.assign(buffer_.data() + taken, size - taken);
}

std::size_t BoundServer::take_all(int fd, char* bytes, std::size_t size) {
    if (!connections_[static_cast<std::size_t>(fd)].upgraded) return upgrade(fd, {bytes, size});
    const auto& held = connections_[static_cast<std::size_t>(fd)].rare;
    if (held && held->echo) {
        echo(fd, bytes, size);
        return size;
    }
    if (held && held->upload) {
        take_upload(fd, {bytes, size});
        return size;
    }
    std::size_t taken = 0;
    while (const auto frame = take_frame(bytes + taken, size - taken)) {
        if (frame->opcode == proto::Opcode::close) ::shutdown(fd, SHUT_RDWR);
        if (frame->opcode == proto::Opcode::text) obey(fd, frame->payload);
        taken += frame->size;
    }
    return taken;
}

// Back-pressure: a client is not read while its echo waits, so that the output stays bounded.
void BoundServer::echo(int fd, char* bytes, std::size_t size) {
    auto& held = rare(fd);
    send(fd, {bytes, held.echo->turn({bytes, size})});
    if (!held.out.empty()) watch(fd, EPOLL_CTL_MOD, EPOLLOUT);
}

std::size_t BoundServer::upgrade(int fd, std::string_view request) {
    const auto end = request.find("\r\n\r\n");
    if (end == std::string_view::npos) return 0;
    if (request.starts_with("POST ")) return begin_upload(fd, request);
    constexpr std::string_view header = "Sec-WebSocket-Key: ";
    const auto at = std::min(request.find(header), request.size() - header.size()) + header.size();
    const auto key = request.substr(at, request.find('\r', at) - at);
    connections_[static_cast<std::size_t>(fd)].upgraded = true;
    const bool echoes = request.starts_with("GET /echo ");
    if (echoes) rare(fd).echo.emplace();
    send(fd, "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: " +
                 proto::accept_key(key) + "\r\n\r\n" + (echoes ? std::string() : text_frame(welcome)));
    return end + 4;
}

// A connection takes one upload.
std::size_t BoundServer::begin_upload(int fd, std::string_view bytes) {
    const auto body = bytes.find("\r\n\r\n") + 4;
    auto sink = UploadSink::open(uploads_ + "/" + std::to_string(++uploaded_), bytes.substr(0, body));
    if (!sink) {
        ::shutdown(fd, SHUT_RDWR);
        return bytes.size();
    }
    connections_[static_cast<std::size_t>(fd)].upgraded = true;
    rare(fd).upload = std::move(sink);
    take_upload(fd, bytes.substr(body));
    return bytes.size();
}

void BoundServer::take_upload(int fd, std::string_view bytes) {
    auto& upload = *rare(fd).upload;
    upload.take(bytes);
    if (upload.is_whole()) send(fd, "HTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n");
}

void BoundServer::obey(int fd, std::string_view message) {
    auto& connection = connections_[static_cast<std::size_t>(fd)];
    if (message.starts_with(R"({"type":"join")")) return join(fd, message);
    if (connection.room != nullptr) forward(connection, message);
}

void BoundServer::join(int fd, std::string_view message) {
    const auto name = text_behind(R"("room":")", message);
    auto at = rooms_.find(name);
    if (at == rooms_.end()) at = rooms_.emplace(name, Room{std::string(name), 0, {}, {}}).first;
    auto& room = at->second;
    auto& connection = connections_[static_cast<std::size_t>(fd)];
    if (connection.room != nullptr) std::erase(connection.room->members, fd);
    connection.room = &room;
    room.members.push_back(fd);
    const std::string from(text_behind(R"("name":")", message));
    rare(fd).intro = R"(,"ts":1700000000000,"from":")" + from + R"(",)";
    send(fd, text_frame(R"({"type":"joined","room":")" + room.name + R"(","you":")" + from + R"(","epoch":"b","seq":)" +
                        std::to_string(room.seq) +
                        R"(,"members":[],"messages":[],"resumed":false,"more":false,"locked":false})"));
}

// The message's tail, from its id on, is copied unchanged.
void BoundServer::forward(Connection& sender, std::string_view message) {
    auto& room = *sender.room;
    const auto tail = message.substr(std::min(message.size(), message.find(R"("id":")")));
    frame_.assign(R"({"type":"message","room":")");
    frame_.append(room.name).append(R"(","seq":)").append(std::to_string(++room.seq));
    frame_.append(sender.rare->intro).append(R"("kind":"text",)").append(tail);
    if (room.run.empty()) dirty_.push_back(&room);
    proto::append_frame(room.run, proto::Opcode::text, frame_);
    if (mode_ == Mode::naive) flush_rooms();
}

void BoundServer::flush_rooms() {
    for (auto* room : dirty_) {
        for (const int member : room->members) send(member, room->run);
        room->run.clear();
    }
    dirty_.clear();
}

void BoundServer::send(int fd, std::string_view bytes) {
    const auto& connection = connections_[static_cast<std::size_t>(fd)];
    if (connection.rare && !connection.rare->out.empty()) {
        connection.rare->out += bytes;
        return;
    }
    const auto sent = std::max<ssize_t>(0, ::send(fd, bytes.data(), bytes.size(), MSG_NOSIGNAL));
    if (static_cast<std::size_t>(sent) == bytes.size()) return;
    rare(fd).out = bytes.substr(static_cast<std::size_t>(sent));
    watch(fd, EPOLL_CTL_MOD, EPOLLIN | EPOLLOUT);
}

void BoundServer::write_rest(int fd) {
    auto& out = rare(fd).out;
    const auto sent = ::send(fd, out.data(), out.size(), MSG_NOSIGNAL);
    if (sent > 0) out.erase(0, static_cast<std::size_t>(sent));
    if (out.empty()) watch(fd, EPOLL_CTL_MOD, EPOLLIN);
}

}  // namespace papo::bound
