// Talking: messages, the commit that tells them, history, search, typing.
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

void Hub::say(ConnId conn, Say command, Now now) {
    auto& s = *state_;
    s.now = now;
    auto* client = s.client(conn);
    if (client == nullptr) return;
    const bool in_rate = s.charge(*client);
    const auto refuse = [&](ErrorCode code, std::string message) {
        s.error(*client, {code, std::move(message), command.room, command.id});
    };
    if (!is_message_id(command.id)) {
        return refuse(ErrorCode::bad_request, "\"id\" must have 1 to 64 characters and no control characters");
    }
    if (command.text && has_control_except_tab_lf_cr(*command.text)) {
        return refuse(ErrorCode::bad_request, "\"text\" has control characters");
    }
    if (!is_room_name(trim_white_space(command.room))) return refuse(ErrorCode::bad_room, std::string(bad_room_text));
    s.say(*client, std::move(command), in_rate, false);
}

// Costs one entry, one look-up of the room among the client's and one of the id. `is_new`: the id is known to be.
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
    const auto& record = room.log->record();
    auto entry = std::make_shared<Entry>();
    entry->seq = record.seq + 1;
    entry->ts = std::max(record.ts, now.wall_ms);
    entry->session = client.session;
    entry->from = seat->person->name;
    entry->id = std::move(command.id);
    entry->body = Said{std::move(command.text), std::move(file)};
    weigh(*entry);
    if (room.pending.empty()) dirty.push_back(&room);
    room.pending.push_back(entry);
    room.senders.push_back(client.id);
    storage.append(*room.log, std::move(entry));
}

// Whether the session has said this already: then its stored copy goes to the connection that repeats it.
bool Hub::State::is_repeated(Client& client, Membership& seat, const Say& command, bool in_rate) {
    auto& log = *seat.room->log;
    const auto* ids = log.ids(client.session);
    if (ids == nullptr || ids->find(command.id) == 0) return false;
    commit();
    const auto seq = ids->find(command.id);  // again: a failed commit has taken it back, and its sender was told
    if (seq == 0) return false;
    if (const auto stored = log.find(seq)) {
        if (stored->id != command.id || stored->session != client.session) return false;
        outbox.messages({&client.id, 1}, {log.name(), {&stored, 1}});
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
        // An entry that is no longer kept was stored all the same: it is acknowledged with what is said of it now.
        const EntryPtr stored = answer.page.entries.empty() ? copy : answer.page.entries.front();
        outbox.messages({&who.id, 1}, {room, {&stored, 1}});
    });
    return true;
}

void Hub::State::commit() {
    if (dirty.empty()) return;
    const auto result = storage.commit();
    for (auto* room : std::exchange(dirty, {})) {
        const auto entries = std::exchange(room->pending, {});
        const auto senders = std::exchange(room->senders, {});
        if (result) {
            outbox.messages(room->readers, {room->name(), entries});
            continue;
        }
        for (std::size_t i = 0; i < entries.size(); ++i) {
            auto* sender = client(senders[i]);
            if (sender != nullptr)
                error(*sender, {ErrorCode::storage, result.error().message, room->name(), entries[i]->id});
        }
    }
}

void Hub::State::tell_page(Client& client, const std::string& room, const Page& page) {
    outbox.history(client.id, {room, page.entries, page.more && !page.entries.empty()});
}

void Hub::read_history(ConnId conn, const ReadHistory& command, Now now) {
    auto& s = *state_;
    s.now = now;
    auto* client = s.client(conn);
    if (client == nullptr) return;
    s.charge(*client);
    if (command.before < 1 || command.limit.value_or(1) < 1) {
        return s.error(*client, ErrorCode::bad_request, "\"before\" and \"limit\" must be at least 1", command.room);
    }
    const auto* seat = s.member_or_error(*client, command.room);
    if (seat == nullptr) return;
    s.commit();
    auto& log = *seat->room->log;
    const auto limit = static_cast<std::size_t>(
        std::min<std::uint64_t>(command.limit.value_or(s.limits.backlog_entries), s.limits.page_entries));
    const auto before = std::min(command.before, log.record().seq + 1);
    if (const auto page = log.page(before, limit, s.limits.page_bytes)) return s.tell_page(*client, log.name(), *page);
    const auto ticket = ++s.last_ticket;
    s.storage.read_page(log, before, limit, s.limits.page_bytes, ticket);
    s.wait(*client, ticket, [&s, command](Client& who, const StorageAnswer& answer) {
        if (answer.error) return s.error(who, ErrorCode::storage, answer.error->message, command.room);
        s.tell_page(who, std::string(trim_white_space(command.room)), answer.page);
    });
}

void Hub::search(ConnId conn, const Search& command, Now now) {
    auto& s = *state_;
    s.now = now;
    auto* client = s.client(conn);
    if (client == nullptr) return;
    const bool in_rate = s.charge(*client);
    if (command.before.value_or(1) < 1 || command.limit.value_or(1) < 1) {
        return s.error(*client, ErrorCode::bad_request, "\"before\" and \"limit\" must be at least 1", command.room);
    }
    if (count_code_points(command.query) > s.limits.query_characters) {
        return s.error(*client, ErrorCode::bad_request, "\"query\" must have at most 256 characters", command.room);
    }
    const auto* seat = s.member_or_error(*client, command.room);
    if (seat == nullptr) return;
    if (!in_rate) return s.error(*client, ErrorCode::rate_limited, "too many questions; wait a moment", command.room);
    s.commit();
    auto& log = *seat->room->log;
    const auto limit = std::min<std::uint64_t>(command.limit.value_or(20), s.limits.found_entries);
    const auto before = std::min(command.before.value_or(UINT64_MAX), log.record().seq + 1);
    const auto ticket = ++s.last_ticket;
    s.storage.search(log, command.query, before, static_cast<std::size_t>(limit), s.limits.page_bytes, ticket);
    s.wait(*client, ticket, [&s, command](Client& who, const StorageAnswer& answer) {
        if (answer.error) return s.error(who, ErrorCode::storage, answer.error->message, command.room);
        const auto room = std::string(trim_white_space(command.room));
        s.outbox.found(who.id, {room, command.query, answer.page.entries, answer.page.more});
    });
}

void Hub::type(ConnId conn, const Type& command, Now now) {
    auto& s = *state_;
    s.now = now;
    auto* client = s.client(conn);
    if (client == nullptr || !s.charge(*client)) return;
    const auto* seat = s.member_or_error(*client, command.room);
    if (seat == nullptr) return;
    s.commit();
    auto others = seat->room->readers;
    const auto& own = seat->person->connections;
    std::erase_if(others, [&](ConnId id) { return std::find(own.begin(), own.end(), id) != own.end(); });
    s.outbox.typing(others, {seat->room->name(), seat->person->name});
}

}  // namespace papo::chat
