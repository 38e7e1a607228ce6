#include "tests/support/ws_client.h"

#include <stdexcept>

namespace papo::test {
namespace {

std::uint8_t byte_at(std::string_view text, std::size_t at) {
    return static_cast<std::uint8_t>(text[at]);
}

std::uint64_t big_endian(std::string_view bytes) {
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < bytes.size(); ++i) value = value << 8U | byte_at(bytes, i);
    return value;
}

}  // namespace

std::uint16_t Frame::close_code() const {
    return payload.size() < 2 ? std::uint16_t{0} : static_cast<std::uint16_t>(big_endian(payload.substr(0, 2)));
}

std::string masked_frame(Opcode opcode, std::string_view payload, bool fin) {
    constexpr std::string_view mask = "\x11\x22\x33\x44";
    std::string frame;
    proto::append_frame(frame, opcode, payload);
    frame[0] = static_cast<char>((fin ? 0x80U : 0U) | static_cast<unsigned>(opcode));
    frame[1] = static_cast<char>(byte_at(frame, 1) | 0x80U);
    const auto head = frame.size() - payload.size();
    for (std::size_t i = 0; i < payload.size(); ++i) {
        frame[head + i] = static_cast<char>(byte_at(payload, i) ^ byte_at(mask, i % 4));
    }
    return frame.insert(head, mask);
}

std::string compressed_frame(Opcode opcode, std::string_view payload, bool fin) {
    auto frame = masked_frame(opcode, payload, fin);
    frame[0] = static_cast<char>(byte_at(frame, 0) | 0x40U);
    return frame;
}

std::string Inflated::read(const Frame& frame) {
    auto bytes =
        frame.compressed ? compressed_frame(frame.opcode, frame.payload) : masked_frame(frame.opcode, frame.payload);
    decoder_.feed(bytes);
    const auto event = decoder_.next();
    if (const auto* message = std::get_if<proto::WsMessage>(&event)) return std::string(message->payload);
    throw std::runtime_error("no message");
}

WsClient::WsClient(std::uint16_t port, const std::string& target, int receive_buffer, const std::string& more_headers)
    : tcp(port, receive_buffer) {
    tcp.send("GET " + target +
             " HTTP/1.1\r\nHost: papo.local\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
             "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n" +
             more_headers + "\r\n");
    const auto head = tcp.read_through("\r\n\r\n");
    if (head.substr(9, 3) != "101") throw std::runtime_error("no upgrade: " + head);
}

Frame WsClient::read_frame() {
    const auto head = tcp.read(2);
    std::uint64_t size = byte_at(head, 1);
    if (size >= 126) size = big_endian(tcp.read(size == 126 ? 2 : 8));
    return {static_cast<Opcode>(byte_at(head, 0) & 15U), tcp.read(size), (byte_at(head, 0) & 0x40U) != 0};
}

std::string WsClient::read_text() {
    auto frame = read_frame();
    for (; frame.opcode == Opcode::ping; frame = read_frame()) send(Opcode::pong, frame.payload);
    if (frame.opcode == Opcode::close) throw std::runtime_error("closed: " + std::to_string(frame.close_code()));
    if (frame.opcode != Opcode::text) throw std::runtime_error("not a text message");
    return frame.compressed ? inflated_.read(frame) : std::move(frame.payload);
}

std::uint16_t WsClient::read_close() {
    for (auto frame = read_frame();; frame = read_frame()) {
        if (frame.opcode == Opcode::close) return frame.close_code();
    }
}

std::vector<std::string> WsClient::read_pending() {
    send(Opcode::ping, "pending");
    std::vector<std::string> texts;
    for (auto frame = read_frame(); frame.opcode != Opcode::pong; frame = read_frame()) {
        if (frame.opcode == Opcode::text) texts.push_back(std::move(frame.payload));
    }
    return texts;
}

ChatClient::ChatClient(std::uint16_t port, int receive_buffer, const std::string& more_headers)
    : WsClient(port, "/ws", receive_buffer, more_headers) {
    welcome_ = read();
    session_ = welcome_.at("session").get<std::string>();
}

Json ChatClient::read(std::string_view type) {
    for (auto message = read();; message = read()) {
        if (message.at("type") == type) return message;
    }
}

Json ChatClient::join(const std::string& room, const std::string& name, Json more) {
    more.update({{"type", "join"}, {"room", room}, {"name", name}});
    say(more);
    for (auto message = read();; message = read()) {
        if (message.at("type") == "joined" || message.at("type") == "error") return message;
    }
}

Json ChatClient::text(const std::string& room, const std::string& id, const std::string& text) {
    say({{"type", "message"}, {"room", room}, {"id", id}, {"text", text}});
    for (auto message = read();; message = read()) {
        if (message.at("type") == "error" || (message.at("type") == "message" && message.at("id") == id))
            return message;
    }
}

std::string ChatClient::refusal(const Json& message) {
    say(message);
    return read("error").at("code").get<std::string>();
}

std::vector<std::string> ChatClient::pending_types() {
    std::vector<std::string> types;
    for (const auto& text : read_pending()) types.push_back(Json::parse(text).at("type").get<std::string>());
    return types;
}

}  // namespace papo::test
