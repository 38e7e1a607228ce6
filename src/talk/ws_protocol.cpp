#include "papo/talk/ws_protocol.h"

#include <utility>
#include <variant>

#include "papo/proto/ws_encoder.h"

namespace papo::talk {
namespace {

constexpr std::size_t heard_a_turn = 1U << 20U;  // payload bytes; a read may inflate to a thousand times its size

}  // namespace

WsProtocol::WsProtocol(const Services& services, std::uint64_t max_message, bool binary_allowed,
                       const std::optional<proto::DeflateTerms>& terms)
    : services_(services), decoder_(max_message, binary_allowed, terms) {}

void WsProtocol::start(net::Connection& connection, Now now) {
    const auto& times = services_.config.timeouts;
    silent_until_ms_ = now.mono_ms + times.silent;
    connection.set_deadline(now.mono_ms + times.ping_interval);
}

// Stops between frames when the next must wait; the connection keeps the unread bytes.
std::size_t WsProtocol::on_bytes(net::Connection& connection, std::span<char> bytes, Now now) {
    decoder_.feed(bytes);
    std::size_t heard = 0;  // payload bytes
    while (connection.is_open() && !must_wait(connection)) {
        if (heard > heard_a_turn) {
            connection.resume_next_turn();
            break;
        }
        const auto event = decoder_.next();
        if (std::holds_alternative<proto::WsNeedMore>(event)) return bytes.size();
        if (const auto* message = std::get_if<proto::WsMessage>(&event)) heard += message->payload.size();
        on_event(connection, event, now);
    }
    if (!connection.is_open()) return bytes.size();
    return bytes.size() - decoder_.suspend();
}

void WsProtocol::on_event(net::Connection& connection, const proto::WsEvent& event, Now now) {
    if (const auto* message = std::get_if<proto::WsMessage>(&event)) {
        silent_until_ms_ = INT64_MAX;
        return on_message(connection, *message, now);
    }
    if (const auto* error = std::get_if<proto::WsError>(&event)) {
        ++services_.metrics.protocol_errors;
        if (!may_err(connection, now)) return connection.close();
        return close(connection, error->close_code, error->reason);
    }
    if (const auto* bye = std::get_if<proto::WsClose>(&event)) {
        // RFC 6455 section 5.5.1: the answer echoes the code. close() never sends 1005, which stands for no code.
        return close(connection, bye->code, {});
    }
    // Only the answer to a ping delays the next ping: unsolicited pongs (RFC 6455 section 5.5.3) must not.
    if (std::holds_alternative<proto::WsPong>(event) && std::exchange(awaiting_pong_, false)) {
        connection.set_deadline(now.mono_ms + services_.config.timeouts.ping_interval);
    }
    if (const auto* ping = std::get_if<proto::WsPing>(&event)) {
        std::string pong;
        proto::append_frame(pong, proto::Opcode::pong, ping->payload);
        connection.send(pong);
        if (connection.backlog() <= max_backlog()) return;
        ++services_.metrics.slow_readers;
        close(connection, 1013, "reading too slowly");
    }
}

// The peer has ended its side only: it still gets the answers.
void WsProtocol::on_end(net::Connection& connection, Now) {
    connection.finish();
}

void WsProtocol::on_drained(net::Connection& connection, Now) {
    connection.resume();
}

// A peer that back-pressure keeps from answering a ping is alive while it still reads.
void WsProtocol::on_timeout(net::Connection& connection, Now now) {
    const bool moves = connection.backlog() > max_backlog() / 2 && connection.sent() != sent_at_ping_;
    if (awaiting_pong_ && !moves) {
        services_.metrics.limits.add(Limit::pong_timeout);
        return connection.close();
    }
    if (now.mono_ms >= silent_until_ms_ && !is_engaged(connection)) {
        services_.metrics.limits.add(Limit::silent_timeout);
        return close(connection, 1008, "nothing was said; come back when there is something to say");
    }
    sent_at_ping_ = connection.sent();
    connection.set_deadline(now.mono_ms + services_.config.timeouts.pong);
    if (std::exchange(awaiting_pong_, true)) return;
    std::string ping;
    proto::append_frame(ping, proto::Opcode::ping, {});
    connection.send(ping);
}

void WsProtocol::close(net::Connection& connection, std::uint16_t code, std::string_view reason) {
    if (!connection.is_open()) return;
    std::string frame;
    if (code == 1005) {
        proto::append_frame(frame, proto::Opcode::close, {});
    } else {
        frame = proto::close_frame(code, reason);
    }
    connection.send(frame);
    connection.finish();
}

}  // namespace papo::talk
