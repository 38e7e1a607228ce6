#include "tests/support/ws_client.h"

#include <stdexcept>

#include "tools/client/frame_walker.h"
#include "tools/client/upgrade.h"

namespace papo::test {

std::uint16_t Frame::close_code() const {
    return payload.size() < 2 ? std::uint16_t{0} : client::close_code(payload);
}

std::string compressed_frame(Opcode opcode, std::string_view payload, bool fin) {
    auto frame = masked_frame(opcode, payload, fin);
    frame[0] = static_cast<char>(static_cast<std::uint8_t>(frame[0]) | 0x40U);
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
    tcp.send(client::upgrade_request("papo.local", target, more_headers));
    const auto head = tcp.read_through("\r\n\r\n");
    if (!client::upgrade_answer(head)->agreed) throw std::runtime_error("no upgrade: " + head);
}

Frame WsClient::read_frame() {
    auto bytes = tcp.read(2);
    auto head = client::frame_head(bytes);
    for (; !head; head = client::frame_head(bytes)) bytes += tcp.read(1);
    return {head->opcode, tcp.read(head->payload), head->compressed};
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
