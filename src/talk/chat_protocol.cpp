#include <utility>
#include <variant>

#include "papo/base/random.h"
#include "papo/proto/ws_encoder.h"
#include "papo/talk/chat_protocol.h"

namespace papo::talk {
namespace {

// JSON may spell each byte of a text as \u00xx; 4096 bytes are for the other members.
std::uint64_t max_ws_message(std::uint64_t max_text) {
    return 6 * max_text + 4096;
}

std::string random_message_id() {
    std::array<std::uint8_t, 12> bytes{};
    random_bytes(bytes);
    return base64url(bytes);
}

std::string_view without_line_end(std::string_view line) {
    if (!line.empty() && line.back() == '\n') line.remove_suffix(1);
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    return line;
}

}  // namespace

ChatProtocol::ChatProtocol(const Services& services, const Tokens::Seed& seed, std::unique_ptr<Terminal> terminal,
                           const std::optional<proto::DeflateTerms>& terms)
    : WsProtocol(services, max_ws_message(services.config.max_message), false, terms),
      seed_(seed),
      terminal_(std::move(terminal)),
      inflates_(terms.has_value()) {}

void ChatProtocol::open(net::Connection& connection, std::optional<chat::Join> join, Now now) {
    start(connection, now);
    ++services_.metrics.websockets_opened;
    services_.hub.opened(connection.id(), Tokens::session_of(seed_), connection.source(), now);
    if (!terminal_) welcome(connection, now);
    if (join) services_.hub.apply(connection.id(), std::move(*join), now);
}

void ChatProtocol::on_closed(net::Connection& connection, Now now) {
    services_.hub.closed(connection.id(), now);
}

// Back-pressure: stop taking commands while more than half of max_backlog is unsent; on_drained() resumes. A connection
// that waits for the hub or the storage is resumed by the server.
bool ChatProtocol::must_wait(net::Connection& connection) {
    if (connection.backlog() > max_backlog() / 2) return true;
    if (!services_.hub.busy(connection.id()) && !services_.must_wait()) return false;
    services_.waiting.push_back(connection.id());
    return true;
}

bool ChatProtocol::may_err(net::Connection& connection, Now now) {
    if (services_.gate.may_err(connection.source(), now)) return true;
    services_.metrics.limits.add(Limit::errors_per_address);
    return false;
}

bool ChatProtocol::is_engaged(net::Connection& connection) {
    return services_.hub.is_engaged(connection.id());
}

void ChatProtocol::on_message(net::Connection& connection, const proto::WsMessage& message, Now now) {
    ++services_.metrics.messages_in;
    if (terminal_) return on_line(connection, message.payload, now);
    auto said = parse_client_message(message.payload);
    if (const auto* hello = std::get_if<Hello>(&said)) return identify(connection, *hello, now);
    services_.hub.apply(connection.id(), std::move(std::get<chat::Command>(said)), now);
}

void ChatProtocol::on_line(net::Connection& connection, std::string_view line, Now now) {
    services_.hub.apply(
        connection.id(),
        chat::Say{terminal_->room, random_message_id(), std::string(without_line_end(line)), std::nullopt}, now);
}

void ChatProtocol::identify(net::Connection& connection, const Hello& hello, Now now) {
    const auto seed = services_.tokens.seed_of(hello.session);
    if (!services_.hub.identify(connection.id(), Tokens::session_of(seed.value_or(seed_)))) {
        chat::Unreadable late{{chat::ErrorCode::bad_request, "\"hello\" must come before the first \"join\"", {}, {}}};
        return services_.hub.apply(connection.id(), std::move(late), now);
    }
    services_.hub.charge(connection.id(), now);
    if (seed) seed_ = *seed;
    welcome(connection, now);
}

void ChatProtocol::welcome(net::Connection& connection, Now now) const {
    std::string json;
    append_welcome(json, services_.tokens.token_of(seed_), services_.welcome_limits, services_.reach.urls(now));
    std::string frame;
    proto::append_frame(frame, proto::Opcode::text, json);
    connection.send(frame);
}

}  // namespace papo::talk
