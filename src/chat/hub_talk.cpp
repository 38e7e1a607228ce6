// Messages, from the command through the proposal to the recipients, and typing.
#include <algorithm>
#include <utility>

#include "hub_state.h"
#include "names.h"

namespace papo::chat {
namespace {

constexpr std::size_t max_id = 64;  // characters

bool is_message_id(std::string_view id) {
    return !id.empty() && count_code_points(id) <= max_id && !has_control(id);
}

}  // namespace

Membership* Hub::State::member_or_error(Client& client, const std::string& room) {
    const auto name = trim_white_space(room);
    if (!is_room_name(name)) {
        error(client, ErrorCode::bad_room, std::string(bad_room_text), room);
        return nullptr;
    }
    auto* seat = membership(client, name);
    if (seat == nullptr) error(client, ErrorCode::not_joined, "you are not in this room", room);
    return seat;
}

void Hub::State::apply(Client& client, Say command, bool in_rate) {
    const auto refuse = [&](ErrorCode code, std::string message) {
        error(client, {code, std::move(message), command.room, command.id});
    };
    if (!is_message_id(command.id)) {
        return refuse(ErrorCode::bad_request, "\"id\" must have 1 to 64 characters and no control characters");
    }
    if (command.text && has_control_except_tab_lf_cr(*command.text)) {
        return refuse(ErrorCode::bad_request, "\"text\" has control characters");
    }
    if (!is_room_name(trim_white_space(command.room))) return refuse(ErrorCode::bad_room, std::string(bad_room_text));
    say(client, std::move(command), in_rate, false);
}

// Costs one entry, one search of the client's rooms and one look-up of the id. `is_new`: the session is known not to
// have used the id.
void Hub::State::say(Client& client, Say command, bool in_rate, bool is_new) {
    const auto refuse = [&](ErrorCode code, std::string message) {
        error(client, {code, std::move(message), command.room, command.id});
    };
    auto* seat = membership(client, trim_white_space(command.room));
    if (seat == nullptr) return refuse(ErrorCode::not_joined, "you are not in this room");
    if (!is_new && is_repeated(client, *seat, command, in_rate)) return;
    if (!in_rate) return refuse(ErrorCode::rate_limited, "too many messages; wait a moment");
    if (command.text && is_blank(*command.text)) command.text.reset();
    if (!command.text && !command.file) return refuse(ErrorCode::empty, "there is nothing to say");
    if (command.text && command.text->size() > limits.max_text) {
        return refuse(ErrorCode::too_long, "a text has at most " + std::to_string(limits.max_text) + " bytes");
    }
    auto& room = *seat->room;
    std::shared_ptr<const FileInfo> file;
    if (command.file) {
        const auto ticket = ++last_ticket;
        if (storage.prepare_file(*command.file, ticket) == Ready::later) {
            return wait(client, ticket, [this, command, in_rate](Client& who, const StorageAnswer& answer) {
                if (!answer.error) return say(who, command, in_rate, false);
                error(who, {ErrorCode::storage, answer.error->message, command.room, command.id});
            });
        }
        file = storage.find_file(*command.file);
        if (!file) return refuse(ErrorCode::unknown_file, "there is no such file here; upload it again");
    }
    auto entry = std::make_shared<Entry>();
    entry->ts = now.wall_ms;
    entry->session = client.session;
    entry->from = seat->person->name;
    entry->id = std::move(command.id);
    entry->body = Said{std::move(command.text), std::move(file)};
    weigh(*entry);
    ++client.proposals;
    storage.propose(*room.log, std::move(entry), client.id);
}

// Whether the session has said this already: the connection that repeats it gets the stored copy as its answer.
bool Hub::State::is_repeated(Client& client, Membership& seat, const Say& command, bool in_rate) {
    auto& log = *seat.room->log;
    const auto* ids = log.ids(client.session);
    if (ids == nullptr || ids->find(command.id) == 0) return false;
    if (is_under_way(log, client.session, command.id)) {
        hold(client, command, in_rate);
        return true;
    }
    const auto seq = ids->find(command.id);
    if (seq == 0 || seq == RecentIds::proposed)
        return false;  // the first copy was refused, and its sender got an error
    if (const auto stored = log.find(seq)) {
        if (stored->id != command.id || stored->session != client.session) return false;
        sink.tell(client.id, Messages{log.name(), {&stored, 1}});
        return true;
    }
    const auto ticket = ++last_ticket;
    const auto copy = std::make_shared<Entry>(
        Entry{seq, log.record().ts, client.session, seat.person->name, command.id, Said{command.text, nullptr}});
    storage.read_said(log, client.session, seq, command.id, ticket);
    wait(client, ticket, [this, command, in_rate, copy](Client& who, const StorageAnswer& answer) {
        const auto room = std::string(trim_white_space(command.room));
        if (answer.error) return error(who, {ErrorCode::storage, answer.error->message, command.room, command.id});
        if (!answer.said) return say(who, command, in_rate, true);
        // The entry was stored but is no longer kept: the repeated text acknowledges it.
        const EntryPtr stored = answer.page.entries.empty() ? copy : answer.page.entries.front();
        sink.tell(who.id, Messages{room, {&stored, 1}});
    });
    return true;
}

// Whether the id's proposal is unanswered even after a commit.
bool Hub::State::is_under_way(RoomLog& log, const SessionId& session, const std::string& id) {
    const auto is_proposed = [&] { return log.proposals() > 0 && log.ids(session)->find(id) == RecentIds::proposed; };
    if (!is_proposed()) return false;
    storage.commit();
    return is_proposed();
}

void Hub::State::settle(std::span<const Ticket> tickets) {
    answered = true;
    for (const auto conn : tickets) {
        if (auto* sender = client(conn)) --sender->proposals;
    }
}

// A proposal's ticket is its connection's id.
void Hub::State::stored(RoomLog& log, std::span<const EntryPtr> entries, std::span<const Ticket> tickets) {
    settle(tickets);
    auto* room = find_room(log.name());
    if (room == nullptr) return;
    sink.tell(room->readers, Messages{room->name(), entries});
    let_go(*room);
}

void Hub::State::refused(RoomLog& log, std::span<const EntryPtr> drafts, std::span<const Ticket> tickets,
                         const Error& why) {
    settle(tickets);
    for (std::size_t i = 0; i < drafts.size(); ++i) {
        auto* sender = client(tickets[i]);
        if (sender != nullptr) error(*sender, {ErrorCode::storage, why.message, log.name(), drafts[i]->id});
    }
    if (auto* room = find_room(log.name())) let_go(*room);
}

void Hub::State::apply(Client& client, const Type& command, bool in_rate) {
    if (!in_rate) return;
    const auto* seat = member_or_error(client, command.room);
    if (seat == nullptr) return;
    if (client.proposals > 0) storage.commit();
    auto others = seat->room->readers;
    const auto& own = seat->person->connections;
    std::erase_if(others, [&](ConnId id) { return std::find(own.begin(), own.end(), id) != own.end(); });
    sink.tell(others, Typing{seat->room->name(), seat->person->name});
}

}  // namespace papo::chat
