#include "link.h"

#include <utility>

#include "tests/support/ws_client.h"

namespace papo::chaos {
namespace {

using test::Opcode;

std::uint64_t big_endian(std::string_view bytes) {
    std::uint64_t value = 0;
    for (const char byte : bytes) value = value << 8U | static_cast<std::uint8_t>(byte);
    return value;
}

}  // namespace

Link::Link(std::uint16_t port, Cuts cuts, int receive_buffer) : socket_(port, cuts, receive_buffer) {
    socket_.send(
        "GET /ws HTTP/1.1\r\nHost: papo.local\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n");
}

void Link::send(std::string_view text) {
    socket_.send(test::masked_frame(Opcode::text, text));
}

std::vector<std::string> Link::receive(Millis patience) {
    unread_ += socket_.exchange(patience);
    std::vector<std::string> texts;
    if (!upgraded_ && !take_head()) return texts;
    while (close_code_ == 0 && take_frame(texts)) {
    }
    return texts;
}

bool Link::take_head() {
    const auto end = unread_.find("\r\n\r\n");
    if (end == std::string::npos) return false;
    if (unread_.substr(9, 3) != "101") {
        refusal_ = unread_.substr(0, unread_.find('\r'));
        socket_.close();
        return false;
    }
    unread_.erase(0, end + 4);
    upgraded_ = true;
    return true;
}

// A server neither masks nor, this one, fragments (RFC 6455 section 5).
bool Link::take_frame(std::vector<std::string>& texts) {
    if (unread_.size() < 2) return false;
    const auto opcode = static_cast<Opcode>(big_endian(unread_.substr(0, 1)) & 15U);
    std::uint64_t size = big_endian(unread_.substr(1, 1));
    std::size_t head = 2;
    if (size >= 126) {
        const std::size_t length = size == 126 ? 2 : 8;
        head += length;
        if (unread_.size() < head) return false;
        size = big_endian(std::string_view(unread_).substr(2, length));
    }
    if (unread_.size() < head + size) return false;
    auto payload = unread_.substr(head, static_cast<std::size_t>(size));
    unread_.erase(0, head + payload.size());
    if (opcode == Opcode::ping) socket_.send(test::masked_frame(Opcode::pong, payload));
    if (opcode == Opcode::close) {
        close_code_ =
            payload.size() < 2 ? std::uint16_t{1005} : static_cast<std::uint16_t>(big_endian(payload.substr(0, 2)));
    }
    if (opcode == Opcode::text) texts.push_back(std::move(payload));
    return true;
}

}  // namespace papo::chaos
