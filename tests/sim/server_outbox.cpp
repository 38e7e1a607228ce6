// What the hub tells: to the model first, then in bytes to whoever is there to read them.
#include "papo/proto/ws_encoder.h"
#include "tests/sim/server.h"

namespace papo::sim {

using chat::ConnId;

void Server::send_text(ConnId conn, std::string_view json) {
    auto* link = find(conn);
    if (link == nullptr || !link->open) return;
    std::string frame;
    proto::append_frame(frame, proto::Opcode::text, json);
    link->turn.push_back(std::move(frame));
    cut_if_slow(*link);
}

void Server::finish(Link& link, std::uint16_t code) {
    link.turn.push_back(proto::close_frame(code, {}));
    link.open = false;
}

// As Delivery::check_backlog: what is not begun is dropped.
void Server::cut_if_slow(Link& link) {
    if (link.backlog() <= max_backlog_) return;
    link.socket.resize(link.begun > 0 ? 1 : 0);
    link.turn.clear();
    finish(link, 1013);
}

void Server::welcome(ConnId conn, const Link& link) {
    std::string json;
    talk::append_welcome(json, tokens_.token_of(link.seed), {}, {});
    send_text(conn, json);
}

template <typename Append>
void Server::tell(std::span<const ConnId> to, Append append, bool may_be_dropped) {
    std::string json;
    append(json);
    for (const auto conn : to) {
        const auto* link = find(conn);
        if (may_be_dropped && link != nullptr && link->backlog() > max_backlog_ / 2) continue;
        send_text(conn, json);
    }
}

void Server::joined(ConnId to, const chat::Joined& event) {
    model_.told(to, event);
    tell({&to, 1}, [&](auto& out) { talk::append_joined(out, event); });
}

void Server::left(ConnId to, const chat::Left& event) {
    model_.told(to, event);
    tell({&to, 1}, [&](auto& out) { talk::append_left(out, event); });
}

void Server::history(ConnId to, const chat::HistoryPage& event) {
    model_.told(to, event);
    tell({&to, 1}, [&](auto& out) { talk::append_history(out, event); });
}

void Server::found(ConnId to, const chat::Found& event) {
    model_.told(to, event);
    tell({&to, 1}, [&](auto& out) { talk::append_found(out, event); });
}

void Server::refused(ConnId to, const chat::Refusal& event) {
    model_.told(to, event);
    tell({&to, 1}, [&](auto& out) { talk::append_refusal(out, event); });
}

void Server::messages(std::span<const ConnId> to, const chat::Messages& event) {
    model_.told(to, event);
    for (const auto& entry : event.entries) {
        tell(to, [&](auto& out) { talk::append_message(out, event.room, *entry); });
    }
}

void Server::presence(std::span<const ConnId> to, const chat::Presence& event) {
    model_.told(to, event);
    tell(to, [&](auto& out) { talk::append_presence(out, event); });
}

void Server::typing(std::span<const ConnId> to, const chat::Typing& event) {
    model_.told(to, event);
    tell(
        to, [&](auto& out) { talk::append_typing(out, event); }, true);
}

void Server::rooms(std::span<const ConnId> to, const chat::RoomList& event) {
    model_.told(to, event);
    tell(
        to, [&](auto& out) { talk::append_rooms(out, event, true); }, true);
}

void Server::evict(ConnId who, std::string_view) {
    model_.evicted(who);
    if (auto* link = find(who); link != nullptr && link->open) finish(*link, 1008);
}

}  // namespace papo::sim
