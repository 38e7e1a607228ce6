#include "papo/talk/delivery.h"

#include "papo/proto/ws_encoder.h"
#include "papo/talk/chat_session.h"
#include "papo/talk/terminal_text.h"
#include "papo/talk/wire.h"

namespace papo::talk {
namespace {

constexpr std::size_t max_scratch = 1U << 20U;  // bytes of capacity kept between turns

void trim(std::string& scratch) {
    scratch.clear();
    if (scratch.capacity() > max_scratch) scratch.shrink_to_fit();
}

}  // namespace

Delivery::Delivery(net::Reactor& reactor, ops::Metrics& metrics, std::uint64_t max_backlog, std::function<bool()> hold)
    : reactor_(reactor), metrics_(metrics), max_backlog_(max_backlog), hold_(std::move(hold)) {}

Delivery::Reader Delivery::find(chat::ConnId id) const {
    auto* connection = reactor_.find(id);
    if (connection == nullptr || !connection->is_open()) return {};
    // Only chat sessions enter the hub, and a session never changes into another one after that.
    return {connection, static_cast<ChatSession*>(connection->protocol())};
}

void Delivery::send(net::Connection& connection, std::string_view frames) {
    const auto before = connection.backlog();
    connection.send(frames);
    check_backlog(connection, before);
}

void Delivery::send(net::Connection& connection, const net::SharedBytes& frames) {
    const auto before = connection.backlog();
    connection.send(frames);
    check_backlog(connection, before);
}

// RFC 6455 section 7.4.1 leaves 1013 to its registry: try again later. The client comes back and resumes.
// One piece is always taken, however large (a room's resume has a bound of its own): it says nothing about the reader.
void Delivery::check_backlog(net::Connection& connection, std::size_t before) {
    if (hold_()) connection.hold_output();
    if (connection.backlog() <= max_backlog_ || before == 0) return;
    ++metrics_.slow_readers;
    connection.drop_unbegun();
    WsSession::close(connection, 1013, "reading too slowly");
}

void Delivery::send_line(net::Connection& connection, std::string_view line) {
    trim(frames_);
    proto::append_frame(frames_, proto::Opcode::text, line);
    send(connection, frames_);
}

void Delivery::add_frame(std::string_view json, bool compressed) {
    if (!compressed) return proto::append_frame(frames_, proto::Opcode::text, json);
    if (!deflater_) deflater_.emplace(15, false);
    deflater_->append_frame(frames_, proto::Opcode::text, json);
}

std::string_view Delivery::frames_of(const chat::Messages& event, bool compressed) {
    trim(frames_);
    for (const auto& entry : event.entries) {
        trim(json_);
        append_message(json_, event.room, *entry);
        add_frame(json_, compressed);
    }
    return frames_;
}

template <typename Append>
std::string_view Delivery::frame_of(Append append, bool compressed) {
    trim(json_);
    trim(frames_);
    append(json_);
    add_frame(json_, compressed);
    return frames_;
}

template <typename Encode>
const net::SharedBytes& Delivery::form_for(const Reader& reader, Forms& forms, Encode encode) {
    const bool compressed = reader.session->inflates();
    auto& form = compressed ? forms.compressed : forms.plain;
    if (!form) form = net::SharedBytes::copy_of(encode(compressed));
    return *form;
}

template <typename Append>
void Delivery::send_json(const Reader& to, Append append) {
    send(*to.connection, frame_of(append, to.session->inflates()));
}

template <typename Append>
void Delivery::send_json(chat::ConnId to, Append append) {
    const auto reader = find(to);
    if (reader.connection != nullptr && reader.session->terminal() == nullptr) send_json(reader, append);
}

template <typename Append>
void Delivery::send_if_keeping_up(std::span<const chat::ConnId> to, Append append) {
    Forms forms;
    for (const auto id : to) {
        const auto reader = find(id);
        if (reader.connection == nullptr || reader.session->terminal() != nullptr) continue;
        if (reader.connection->backlog() > max_backlog_ / 2) continue;
        send(*reader.connection, form_for(reader, forms, [&](bool c) { return frame_of(append, c); }));
    }
}

void Delivery::joined(chat::ConnId to, const chat::Joined& event) {
    const auto reader = find(to);
    if (reader.connection == nullptr) return;
    auto* terminal = reader.session->terminal();
    if (terminal == nullptr) return send_json(reader, [&](auto& out) { append_joined(out, event); });
    terminal->joined = true;
    send_messages_as_lines(reader, {event.room, event.messages});
    send_line(*reader.connection, joined_line(event));
}

void Delivery::left(chat::ConnId to, const chat::Left& event) {
    send_json(to, [&](auto& out) { append_left(out, event); });
}

void Delivery::history(chat::ConnId to, const chat::HistoryPage& event) {
    send_json(to, [&](auto& out) { append_history(out, event); });
}

void Delivery::found(chat::ConnId to, const chat::Found& event) {
    send_json(to, [&](auto& out) { append_found(out, event); });
}

void Delivery::refused(chat::ConnId to, const chat::Refusal& event) {
    const auto reader = find(to);
    if (reader.connection == nullptr) return;
    ++metrics_.chat_errors[static_cast<std::size_t>(event.code)];
    const auto* terminal = reader.session->terminal();
    if (terminal == nullptr) return send_json(reader, [&](auto& out) { append_refusal(out, event); });
    send_line(*reader.connection, refusal_line(event));
    if (!terminal->joined) WsSession::close(*reader.connection, 1008, to_string(event.code));
}

// Costs a find and a reference for each reader; the bytes are written once.
void Delivery::messages(std::span<const chat::ConnId> to, const chat::Messages& event) {
    Forms forms;
    reactor_.mark_turn();
    for (const auto id : to) {
        const auto reader = find(id);
        if (reader.connection == nullptr) continue;
        metrics_.deliveries += event.entries.size();
        if (reader.session->terminal() != nullptr) {
            send_messages_as_lines(reader, event);
            continue;
        }
        send(*reader.connection, form_for(reader, forms, [&](bool c) { return frames_of(event, c); }));
    }
}

void Delivery::send_messages_as_lines(Reader reader, const chat::Messages& event) {
    for (const auto& entry : event.entries) {
        for (const auto& line : message_lines(*entry, reader.session->terminal()->host)) {
            send_line(*reader.connection, line);
        }
    }
}

void Delivery::presence(std::span<const chat::ConnId> to, const chat::Presence& event) {
    Forms forms;
    for (const auto id : to) {
        const auto reader = find(id);
        if (reader.connection == nullptr) continue;
        if (reader.session->terminal() != nullptr) {
            send_line(*reader.connection, presence_line(event));
            continue;
        }
        send(*reader.connection, form_for(reader, forms, [&](bool compressed) {
            return frame_of([&](auto& out) { append_presence(out, event); }, compressed);
        }));
    }
}

void Delivery::typing(std::span<const chat::ConnId> to, const chat::Typing& event) {
    send_if_keeping_up(to, [&](auto& out) { append_typing(out, event); });
}

void Delivery::rooms(std::span<const chat::ConnId> to, const chat::RoomList& event) {
    send_if_keeping_up(to, [&](auto& out) { append_rooms(out, event, true); });
}

void Delivery::evict(chat::ConnId who, std::string_view why) {
    if (const auto reader = find(who); reader.connection != nullptr) WsSession::close(*reader.connection, 1008, why);
}

}  // namespace papo::talk
