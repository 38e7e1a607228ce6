// Joining: names, passwords, seats, and the answer to the new member.
//
// A join may wait for the storage and for a password's hash, each more than once. It is therefore a list of conditions:
// go_on() finds the first unmet condition, requests it, and is called again with the answer.
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

void Hub::State::apply(Client& client, Join command, bool) {
    client.has_joined = true;
    std::string sent = command.room;
    if (command.password && count_code_points(*command.password) > max_password) {
        return error(client, ErrorCode::bad_request, "\"password\" must have at most 128 characters", sent);
    }
    if (command.epoch && command.epoch->size() > max_epoch) {
        return error(client, ErrorCode::bad_request, "\"epoch\" must have at most 64 bytes", sent);
    }
    command.room = trim_white_space(command.room);
    command.name = trim_white_space(command.name);
    if (!is_room_name(command.room)) return error(client, ErrorCode::bad_room, std::string(bad_room_text), sent);
    if (!is_person_name(command.name)) {
        return error(client, ErrorCode::bad_name, "a name has 1 to 32 characters and no control characters", sent);
    }
    if (client.source != 0 && !source_joins.take(client.source, now.mono_ms)) {
        limit_counts.add(Limit::joins_per_address);
        return error(client, ErrorCode::rate_limited, "too many are coming in from your address; try again in a moment",
                     sent);
    }
    go_on(client, {client.id, std::move(command), std::move(sent), {}, client.session, client.source});
}

// `tail_was_asked`: the storage has loaded the tail in this turn. After any other wait it may be out of memory again.
// A session that is in the room needs no password.
void Hub::State::go_on(Client& client, PendingJoin pending, bool tail_was_asked) {
    const auto& join = pending.join;
    if (const auto* seat = membership(client, join.room); seat != nullptr && seat->person->name != join.name) {
        return error(client, ErrorCode::bad_request, "this connection is in the room under another name", pending.sent);
    }
    if (wait_for_creation(client, pending) || must_wait_for_storage(client, pending)) return;
    auto* log = storage.find_room(join.room);
    if (log == nullptr) {
        if (!join.password.value_or("").empty()) return begin_creation(client, std::move(pending));
        return enter(client, join, pending.sent, {});
    }
    const auto& lock = log->record().password_hash;
    if (lock != pending.hash && !lock.empty() && !is_inside(find_room(join.room), client.session)) {
        return ask_password(client, *log, pending);
    }
    if (!tail_was_asked && must_wait_for_tail(client, *log, pending)) return;
    enter(client, join, pending.sent, {});
}

bool Hub::State::wait_for_creation(Client& client, const PendingJoin& pending) {
    const auto at = creations.find(pending.join.room);
    if (at == creations.end()) return false;
    client.waiting = true;
    at->second.push_back(pending);
    return true;
}

bool Hub::State::must_wait_for_storage(Client& client, const PendingJoin& pending) {
    const auto ticket = ++last_ticket;
    if (storage.prepare(pending.join.room, client.session, is_new(client), ticket) == Ready::now) return false;
    const auto next = [this, pending](Client& who, const StorageAnswer& answer) {
        if (!answer.error) return go_on(who, pending);
        fail_join(who, pending, ErrorCode::storage, answer.error->message);
    };
    wait(client, ticket, next, [this, pending] { drop_unused_ids(pending); });
    return true;
}

// The entries that a new member is told must be in memory. They are loaded once: what does not fit then is left out,
// and `more` says so.
bool Hub::State::must_wait_for_tail(Client& client, RoomLog& log, const PendingJoin& pending) {
    const auto& record = log.record();
    const auto since = pending.join.since.value_or(0);
    std::uint64_t from = 0;
    if (pending.join.since && pending.join.epoch == record.epoch && since <= record.seq && since + 1 >= record.first &&
        record.seq - since <= limits.resume_entries) {
        if (log.reaches(since + 1)) return false;
        from = since + 1;
    } else {
        if (log.page(record.seq + 1, limits.backlog_entries, limits.page_bytes)) return false;
        from = record.seq + 1 - std::min<std::uint64_t>(record.seq, limits.backlog_entries);
    }
    const auto ticket = ++last_ticket;
    if (storage.extend_tail(log, from, ticket) == Ready::now) return false;
    const auto next = [this, pending](Client& who, const StorageAnswer& answer) {
        if (!answer.error) return go_on(who, pending, true);
        fail_join(who, pending, ErrorCode::storage, answer.error->message);
    };
    wait(client, ticket, next, [this, pending] { drop_unused_ids(pending); });
    return true;
}

// Drops the ids that prepare() loaded for a join that failed.
void Hub::State::drop_unused_ids(const PendingJoin& pending) {
    auto* log = storage.find_room(pending.join.room);
    if (log != nullptr && !is_inside(find_room(pending.join.room), pending.session)) log->drop_ids(pending.session);
}

void Hub::State::fail_join(Client& client, const PendingJoin& pending, ErrorCode code, std::string message) {
    drop_unused_ids(pending);
    error(client, code, std::move(message), pending.sent);
}

bool Hub::State::is_inside(const Room* room, const SessionId& session) const {
    return room != nullptr && std::any_of(room->people.begin(), room->people.end(),
                                          [&](const auto& person) { return person->session == session; });
}

// `hash`: of a new room's password; empty for no password.
void Hub::State::enter(Client& client, const Join& join, const std::string& sent, std::string_view hash) {
    if (auto* seat = membership(client, join.room)) {
        seat->grace = join.grace;
        if (join.grace) note(*seat->room, *seat->person);
        return tell_joined(client.id, *seat->room, *seat->person, join);
    }
    const PendingJoin failed{client.id, join, sent, {}, client.session, client.source};
    if (const auto* room = find_room(join.room)) {
        const bool taken = std::any_of(room->people.begin(), room->people.end(), [&](const auto& person) {
            return person->name == join.name && person->session != client.session;
        });
        if (taken)
            return fail_join(client, failed, ErrorCode::name_taken, "somebody in the room has this name already");
    }
    if (client.rooms.size() >= limits.rooms_per_connection) {
        limit_counts.add(Limit::rooms_per_connection);
        return fail_join(client, failed, ErrorCode::room_limit, "a connection can be in 100 rooms at most");
    }
    if (const auto limit = find_room(join.room) == nullptr ? room_limit(client.source) : std::nullopt) {
        limit_counts.add(*limit);
        return fail_join(client, failed, ErrorCode::room_limit,
                         *limit == Limit::rooms
                             ? "there are as many rooms with somebody in them as there can be; come to one of those"
                             : "your address has opened as many rooms as it may; leave some of them");
    }
    auto* room = open_room(client, join.room, hash, sent);
    if (room == nullptr) return;
    const auto others = room->readers;
    const auto people = room->people.size();
    auto& person = take_seat(*room, client, join);
    client.rooms.push_back({room, &person, join.grace});
    tell_joined(client.id, *room, person, join);
    if (room->people.size() == people) return;
    rooms_changed();
    sink.tell(others, Presence{room->name(), true, person.name, room->people.size()});
}

// The limit that forbids one more open room, if any.
std::optional<Limit> Hub::State::room_limit(SourceId source) const {
    if (limits.rooms == 0) return std::nullopt;
    if (rooms.size() >= limits.rooms) return Limit::rooms;
    const auto at = source == 0 ? rooms_of.end() : rooms_of.find(source);
    if (at != rooms_of.end() && at->second >= (limits.rooms + 1) / 2) return Limit::rooms_per_address;
    return std::nullopt;
}

// nullptr, after telling an error, when the room cannot be created.
Room* Hub::State::open_room(Client& client, const std::string& name, std::string_view hash, const std::string& sent) {
    if (auto* open = find_room(name)) return open;
    auto* log = storage.find_room(name);
    if (log == nullptr) {
        auto made = storage.create_room(name, hash);
        if (!made) {
            error(client, ErrorCode::storage, made.error().message, sent);
            return nullptr;
        }
        log = *made;
    }
    storage.hold_room(*log);
    auto& room = rooms[name];
    room = std::make_unique<Room>();
    room->log = log;
    room->opened_by = client.source;
    if (client.source != 0) ++rooms_of[client.source];
    return room.get();
}

Person& Hub::State::take_seat(Room& room, Client& client, const Join& join) {
    auto at = std::find_if(room.people.begin(), room.people.end(),
                           [&](const auto& person) { return person->name == join.name; });
    if (at == room.people.end()) {
        at = room.people.insert(at, std::make_unique<Person>(Person{client.session, join.name, {}, 0, false}));
    }
    auto& person = **at;
    room.log->keep_ids(client.session);
    if (join.grace) note(room, person);
    person.connections.push_back(client.id);
    room.readers.push_back(client.id);
    return person;
}

void Hub::State::note(Room& room, Person& person) {
    if (!std::exchange(person.noted, true)) storage.person_came(*room.log, person.session, person.name);
}

void Hub::State::tell_joined(ConnId conn, Room& room, const Person& person, const Join& join) {
    const auto& record = room.log->record();
    Joined event;
    event.room = room.name();
    event.you = person.name;
    event.epoch = record.epoch;
    event.seq = record.seq;
    event.locked = room.locked();
    std::vector<std::string_view> members;
    for (const auto& each : room.people) members.emplace_back(each->name);
    event.members = members;
    std::optional<std::vector<EntryPtr>> missed;
    if (join.since && join.epoch == record.epoch) {
        missed = room.log->since(*join.since, limits.resume_entries, limits.resume_bytes);
    }
    event.resumed = missed.has_value();
    if (!missed) {
        auto page = room.log->page(record.seq + 1, limits.backlog_entries, limits.page_bytes);
        // Messages that arrived during the read may have pushed older ones out of memory again: tell what is left.
        if (!page)
            page = room.log->page(record.seq + 1, record.seq + 1 - room.log->in_memory_from(), limits.page_bytes);
        missed = std::move(page->entries);
    }
    event.messages = *missed;
    event.more = missed->empty() ? record.seq > 0 : missed->front()->seq > record.first;
    sink.tell(conn, event);
}

void Hub::restore(std::span<const Seat> people, Now now) {
    auto& s = *state_;
    s.now = now;
    for (const auto& seat : people) {
        auto* log = s.storage.find_room(seat.room);
        if (log == nullptr) continue;
        auto& room = s.rooms[seat.room];
        if (!room) {
            room = std::make_unique<Room>();
            room->log = log;
            s.storage.hold_room(*log);
        }
        room->people.push_back(std::make_unique<Person>(Person{seat.session, seat.name, {}, 0, true}));
        s.start_grace(*room, *room->people.back());
    }
}

}  // namespace papo::chat
