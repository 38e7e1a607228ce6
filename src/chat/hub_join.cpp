// Coming in: names, passwords, seats, and what a newcomer is told.
#include <algorithm>
#include <utility>

#include "hub_state.h"
#include "names.h"
#include "papo/base/text.h"
#include "papo/base/utf8.h"

namespace papo::chat {
namespace {

constexpr std::size_t max_password = 128;  // characters
constexpr std::size_t max_epoch = 64;      // bytes

}  // namespace

void Hub::join(ConnId conn, Join command, Now now) {
    auto& s = *state_;
    s.now = now;
    auto* client = s.client(conn);
    if (client == nullptr) return;
    s.charge(*client);
    client->has_joined = true;
    std::string sent = command.room;
    if (command.password && count_code_points(*command.password) > max_password) {
        return s.error(*client, ErrorCode::bad_request, "\"password\" must have at most 128 characters", sent);
    }
    if (command.epoch && command.epoch->size() > max_epoch) {
        return s.error(*client, ErrorCode::bad_request, "\"epoch\" must have at most 64 bytes", sent);
    }
    command.room = trim_white_space(command.room);
    command.name = trim_white_space(command.name);
    if (!is_room_name(command.room)) return s.error(*client, ErrorCode::bad_room, std::string(bad_room_text), sent);
    if (!is_person_name(command.name)) {
        return s.error(*client, ErrorCode::bad_name, "a name has 1 to 32 characters and no control characters", sent);
    }
    s.begin_join(*client, std::move(command), std::move(sent));
}

// The session that is in the room needs no password, and a room that is being made is waited for.
void Hub::State::begin_join(Client& client, Join join, std::string sent) {
    commit();
    if (const auto* seat = membership(client, join.room); seat != nullptr && seat->person->name != join.name) {
        return error(client, ErrorCode::bad_request, "this connection is in the room under another name", sent);
    }
    const auto* room = find_room(join.room);
    const auto record = room != nullptr ? std::optional(room->record) : storage.find_room(join.room);
    if (record) {
        if (!record->password_hash.empty() && !is_inside(room, client.session)) {
            ask_password(client, *record, join, sent);
            return;
        }
        return enter(client, join, sent, {});
    }
    if (wait_for_creation(client, join, sent)) return;
    if (join.password.value_or("").empty()) return enter(client, join, sent, {});
    begin_creation(client, std::move(join), std::move(sent));
}

bool Hub::State::is_inside(const Room* room, const SessionId& session) const {
    return room != nullptr && std::any_of(room->people.begin(), room->people.end(),
                                          [&](const auto& person) { return person->session == session; });
}

bool Hub::State::ask_password(Client& client, const RoomRecord& record, const Join& join, const std::string& sent) {
    const auto password = join.password.value_or("");
    if (password.empty()) {
        error(client, ErrorCode::wrong_password, "this room has a password", sent);
        return false;
    }
    const auto ticket = ++last_ticket;
    if (!passwords.check(ticket, password, record.password_hash)) {
        error(client, ErrorCode::rate_limited, "too many passwords are being checked; try again in a moment", sent);
        return false;
    }
    client.waiting = true;
    password_jobs[ticket] = {client.id, join, sent, record.password_hash};
    return true;
}

bool Hub::State::wait_for_creation(Client& client, const Join& join, const std::string& sent) {
    const auto at = creations.find(join.room);
    if (at == creations.end()) return false;
    client.waiting = true;
    at->second.push_back({client.id, join, sent, {}});
    return true;
}

void Hub::State::begin_creation(Client& client, Join join, std::string sent) {
    if (client.rooms.size() >= limits.rooms_per_connection) return enter(client, join, sent, {});
    const auto ticket = ++last_ticket;
    if (!passwords.hash(ticket, *join.password)) {
        return error(client, ErrorCode::rate_limited, "too many passwords are being set; try again in a moment", sent);
    }
    client.waiting = true;
    creations[join.room];
    password_jobs[ticket] = {client.id, std::move(join), std::move(sent), {}};
}

void Hub::password_checked(Ticket ticket, bool right, Now now) {
    auto& s = *state_;
    s.now = now;
    auto job = s.password_jobs.extract(ticket);
    if (job.empty()) return;
    auto& pending = job.mapped();
    auto* client = s.client(pending.conn);
    if (client == nullptr) return;
    client->waiting = false;
    if (!right) return s.error(*client, ErrorCode::wrong_password, "that is not the room's password", pending.sent);
    s.commit();
    const auto record = s.storage.find_room(pending.join.room);
    if (record && record->password_hash == pending.hash) return s.enter(*client, pending.join, pending.sent, {});
    // The room was forgotten meanwhile, and perhaps made anew.
    s.begin_join(*client, std::move(pending.join), std::move(pending.sent));
}

void Hub::password_hashed(Ticket ticket, const std::string& hash, Now now) {
    auto& s = *state_;
    s.now = now;
    auto job = s.password_jobs.extract(ticket);
    if (job.empty()) return;
    const auto& pending = job.mapped();
    auto waiters = s.creations.extract(pending.join.room);
    if (auto* client = s.client(pending.conn)) {
        client->waiting = false;
        if (hash.empty()) {
            s.error(*client, ErrorCode::storage, "the password could not be stored; try again", pending.sent);
        } else {
            s.enter(*client, pending.join, pending.sent, hash);
        }
    }
    if (waiters.empty()) return;
    for (auto& waiter : waiters.mapped()) {
        auto* client = s.client(waiter.conn);
        if (client == nullptr) continue;
        client->waiting = false;
        s.begin_join(*client, std::move(waiter.join), std::move(waiter.sent));
    }
}

// `hash`: of the password a new room gets; empty for none.
void Hub::State::enter(Client& client, const Join& join, const std::string& sent, std::string_view hash) {
    commit();
    if (auto* seat = membership(client, join.room)) {
        seat->grace = join.grace;
        return tell_joined(client.id, *seat->room, *seat->person, join);
    }
    if (const auto* room = find_room(join.room)) {
        const bool taken = std::any_of(room->people.begin(), room->people.end(), [&](const auto& person) {
            return person->name == join.name && person->session != client.session;
        });
        if (taken) return error(client, ErrorCode::name_taken, "somebody in the room has this name already", sent);
    }
    if (client.rooms.size() >= limits.rooms_per_connection) {
        return error(client, ErrorCode::room_limit, "a connection can be in 100 rooms at most", sent);
    }
    auto& room = open_room(join.room, hash);
    const auto others = room.readers;
    const auto people = room.people.size();
    auto& person = take_seat(room, client, join.name);
    client.rooms.push_back({&room, &person, join.grace});
    tell_joined(client.id, room, person, join);
    if (room.people.size() == people) return;
    rooms_changed();
    outbox.presence(others, {room.name, true, person.name, room.people.size()});
}

Room& Hub::State::open_room(const std::string& name, std::string_view hash) {
    auto& room = rooms[name];
    if (room) return *room;
    room = std::make_unique<Room>();
    room->name = name;
    auto record = storage.find_room(name);
    room->record = record ? std::move(*record) : storage.create_room(name, hash);
    room->stored_ts = room->record.ts;
    storage.hold_room(name);
    return *room;
}

Person& Hub::State::take_seat(Room& room, Client& client, const std::string& name) {
    auto at =
        std::find_if(room.people.begin(), room.people.end(), [&](const auto& person) { return person->name == name; });
    if (at == room.people.end()) {
        at = room.people.insert(at, std::make_unique<Person>(Person{client.session, name, {}, 0}));
    }
    auto& person = **at;
    person.connections.push_back(client.id);
    room.readers.push_back(client.id);
    return person;
}

void Hub::State::tell_joined(ConnId conn, Room& room, const Person& person, const Join& join) {
    Joined event;
    event.room = room.name;
    event.you = person.name;
    event.epoch = room.record.epoch;
    event.seq = room.record.seq;
    event.locked = !room.record.password_hash.empty();
    std::vector<std::string_view> members;
    for (const auto& each : room.people) members.emplace_back(each->name);
    event.members = members;
    std::optional<std::vector<EntryPtr>> missed;
    if (join.since && join.epoch == room.record.epoch && *join.since <= room.record.seq) {
        missed = storage.since(room.name, *join.since, limits.resume_entries, limits.resume_bytes);
    }
    event.resumed = missed.has_value();
    if (!missed) {
        missed = storage.page(room.name, room.record.seq + 1, limits.backlog_entries, limits.page_bytes).entries;
    }
    event.messages = *missed;
    event.more = missed->empty() ? room.record.seq > 0
                                 : !storage.page(room.name, missed->front()->seq, 1, SIZE_MAX).entries.empty();
    outbox.joined(conn, event);
}

}  // namespace papo::chat
