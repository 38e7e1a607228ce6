// Passes the hub's events to the model, and then as bytes to the connections.
#include <variant>

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

// Like Delivery::check_backlog: drops the pieces that the peer has not begun to read.
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

void Server::tell(std::span<const ConnId> recipients, const chat::Event& event) {
    std::visit([&](const auto& what) { model_.told(recipients, what); }, event);
    if (std::holds_alternative<chat::Eviction>(event)) {
        for (const auto conn : recipients) {
            if (auto* link = find(conn); link != nullptr && link->open) finish(*link, 1008);
        }
    }
    const bool may_be_dropped =
        std::holds_alternative<chat::Typing>(event) || std::holds_alternative<chat::RoomList>(event);
    std::string scratch;
    talk::write_event(event, scratch, [&](std::string_view json) {
        for (const auto conn : recipients) {
            const auto* link = find(conn);
            if (may_be_dropped && link != nullptr && link->backlog() > max_backlog_ / 2) continue;
            send_text(conn, json);
        }
    });
}

}  // namespace papo::sim
