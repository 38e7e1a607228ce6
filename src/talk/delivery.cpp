#include "papo/talk/delivery.h"

#include <variant>

#include "papo/proto/ws_encoder.h"
#include "papo/talk/chat_protocol.h"
#include "papo/talk/terminal_text.h"
#include "papo/talk/wire.h"

namespace papo::talk {
namespace {

constexpr std::size_t max_scratch = 1U << 20U;  // bytes of capacity kept between events

void trim(std::string& scratch) {
    scratch.clear();
    if (scratch.capacity() > max_scratch) scratch.shrink_to_fit();
}

// Events that a slow reader may miss, because a later one replaces them soon.
bool may_be_dropped(const chat::Event& event) {
    return std::holds_alternative<chat::Typing>(event) || std::holds_alternative<chat::RoomList>(event);
}

}  // namespace

Delivery::Delivery(net::Reactor& reactor, ops::Metrics& metrics, std::uint64_t max_backlog)
    : reactor_(reactor), metrics_(metrics), max_backlog_(max_backlog) {}

Delivery::Recipient Delivery::find(chat::ConnId id) const {
    auto* connection = reactor_.find(id);
    if (connection == nullptr || !connection->is_open()) return {};
    // Only a ChatProtocol opens a connection in the hub, and the connection's protocol never changes after that.
    return {connection, static_cast<ChatProtocol*>(connection->protocol())};
}

// Code 1013 (try again later; in the registry of RFC 6455 section 7.4.1) makes the client reconnect and resume.
// An empty queue takes one piece of any size: it does not show that the reader is slow, and a resume has its own limit.
template <typename Frames>
void Delivery::send(net::Connection& connection, const Frames& frames) {
    const auto before = connection.backlog();
    connection.send(frames);
    if (connection.backlog() <= max_backlog_ || before == 0) return;
    ++metrics_.slow_readers;
    connection.drop_unbegun();
    WsProtocol::close(connection, 1013, "reading too slowly");
}

std::string_view Delivery::frames_of(const chat::Event& event, bool compressed) {
    trim(frames_);
    write_event(event, json_, [this, compressed](std::string_view json) {
        if (!compressed) return proto::append_frame(frames_, proto::Opcode::text, json);
        if (!deflater_) deflater_.emplace(15, false);
        deflater_->append_frame(frames_, proto::Opcode::text, json);
    });
    trim(json_);
    return frames_;
}

const net::SharedBytes& Delivery::form_for(const Recipient& recipient, Forms& forms, const chat::Event& event) {
    const bool compressed = recipient.chat->inflates();
    auto& form = compressed ? forms.compressed : forms.plain;
    if (!form) form = net::SharedBytes::copy_of(frames_of(event, compressed));
    return *form;
}

bool Delivery::is_dropped(const Recipient& recipient, const chat::Event& event) const {
    return may_be_dropped(event) && recipient.connection->backlog() > max_backlog_ / 2;
}

void Delivery::tell_terminal(const Recipient& recipient, const chat::Event& event) {
    auto& terminal = *recipient.chat->terminal();
    for (const auto& line : terminal_lines(event, terminal.host)) {
        trim(frames_);
        proto::append_frame(frames_, proto::Opcode::text, line);
        send(*recipient.connection, std::string_view(frames_));
    }
    if (std::holds_alternative<chat::Joined>(event)) terminal.joined = true;
    const auto* refusal = std::get_if<chat::Refusal>(&event);
    if (refusal != nullptr && !terminal.joined)
        WsProtocol::close(*recipient.connection, 1008, to_string(refusal->code));
}

void Delivery::count(const chat::Event& event) {
    if (const auto* run = std::get_if<chat::Messages>(&event)) metrics_.deliveries += run->entries.size();
    if (const auto* refusal = std::get_if<chat::Refusal>(&event)) {
        ++metrics_.chat_errors[static_cast<std::size_t>(refusal->code)];
    }
}

void Delivery::tell(std::span<const chat::ConnId> recipients, const chat::Event& event) {
    if (std::holds_alternative<chat::Messages>(event)) reactor_.mark_turn();
    const auto* eviction = std::get_if<chat::Eviction>(&event);
    Forms forms;
    for (const auto id : recipients) {
        const auto recipient = find(id);
        if (recipient.connection == nullptr) continue;
        count(event);
        if (eviction != nullptr) {
            WsProtocol::close(*recipient.connection, 1008, eviction->why);
        } else if (recipient.chat->terminal() != nullptr) {
            tell_terminal(recipient, event);
        } else if (is_dropped(recipient, event)) {
            continue;
        } else if (recipients.size() == 1) {
            send(*recipient.connection, frames_of(event, recipient.chat->inflates()));
        } else {
            send(*recipient.connection, form_for(recipient, forms, event));
        }
    }
}

}  // namespace papo::talk
