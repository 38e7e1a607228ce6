// Leaving, the grace time, and the list of rooms.
#include <algorithm>
#include <utility>

#include "hub_state.h"

namespace papo::chat {

void Hub::State::apply(Client& client, const Leave& command, bool) {
    const auto* seat = member_or_error(client, command.room);
    if (seat == nullptr) return;
    const auto left = *seat;
    client.has_left = true;
    client.rooms.erase(client.rooms.begin() + (seat - client.rooms.data()));
    sink.tell(client.id, Left{left.room->name()});
    take_out(client, *left.room, *left.person);
    if (left.person->connections.empty()) remove_person(*left.room, *left.person);
}

void Hub::closed(ConnId conn, Now now) {
    auto& s = *state_;
    s.now = now;
    auto* client = s.client(conn);
    if (client == nullptr) return;
    if (client->proposals > 0) s.storage.commit();
    s.held.erase(conn);
    std::erase(s.watchers, conn);
    for (const auto& seat : std::exchange(client->rooms, {})) {
        auto& person = *seat.person;
        s.take_out(*client, *seat.room, person);
        if (!person.connections.empty()) continue;
        if (!seat.grace) {
            s.remove_person(*seat.room, person);
            continue;
        }
        s.start_grace(*seat.room, person);
    }
    s.clients.erase(conn);
}

void Hub::State::take_out(Client& client, Room& room, Person& person) {
    std::erase(person.connections, client.id);
    std::erase(room.readers, client.id);
}

void Hub::State::start_grace(Room& room, Person& person) {
    person.grace_until = now.mono_ms + limits.grace_ms;
    graces.push_back({person.grace_until, room.name(), person.session, person.name});
}

// Closes the room after its last person; the storage keeps its log.
void Hub::State::remove_person(Room& room, const Person& person) {
    const auto name = person.name;
    const auto session = person.session;
    if (person.noted) storage.person_went(*room.log, session, name);
    std::erase_if(room.people, [&](const auto& each) { return each.get() == &person; });
    room.gone.push_back(session);
    rooms_changed();
    if (!room.people.empty()) sink.tell(room.readers, Presence{room.name(), false, name, room.people.size()});
    let_go(room);
}

// A proposal needs its room, and the ids of its session, until it is answered.
void Hub::State::let_go(Room& room) {
    if (room.log->proposals() > 0) return;
    for (const auto& session : std::exchange(room.gone, {})) {
        if (!is_inside(&room, session)) room.log->drop_ids(session);
    }
    if (room.people.empty()) close_room(room);
}

void Hub::State::close_room(Room& room) {
    auto& log = *room.log;
    const auto opened = rooms_of.find(room.opened_by);
    if (opened != rooms_of.end() && --opened->second == 0) rooms_of.erase(opened);
    rooms.erase(log.name());
    storage.release_room(log);
    if (log.record().seq == 0) storage.forget_room(log);
}

void Hub::State::end_graces() {
    while (!graces.empty() && (graces.front().until <= now.mono_ms || graces.size() > limits.gone)) {
        if (graces.front().until > now.mono_ms) limit_counts.add(Limit::gone);
        const auto grace = std::move(graces.front());
        graces.pop_front();
        auto* room = find_room(grace.room);
        if (room == nullptr) continue;
        const auto at = std::find_if(room->people.begin(), room->people.end(), [&](const auto& person) {
            return person->session == grace.session && person->name == grace.name;
        });
        if (at == room->people.end() || !(*at)->connections.empty() || (*at)->grace_until != grace.until) continue;
        remove_person(*room, **at);
    }
}

std::vector<RoomInfo> Hub::State::active_rooms() const {
    std::vector<RoomInfo> list;
    list.reserve(rooms.size());
    for (const auto& [name, room] : rooms) {
        if (!room->people.empty()) list.push_back({name, room->people.size(), room->locked()});
    }
    return list;
}

std::vector<RoomInfo> Hub::active_rooms() const {
    return state_->active_rooms();
}

void Hub::State::apply(Client& client, ListRooms command, bool in_rate) {
    if (!in_rate) return;
    if (command.watch) {
        std::erase(watchers, client.id);
        client.watching = *command.watch;
        if (!client.watching) return;
        watchers.push_back(client.id);
    }
    client.list_version = list_version;
    client.list_sent_at = now.mono_ms;
    const auto list = active_rooms();
    sink.tell(client.id, RoomList{list});
}

// Costs one check per watcher in a turn in which rooms have changed, and one list for all due watchers.
void Hub::State::send_lists() {
    if (now.mono_ms < next_lists) return;
    next_lists = INT64_MAX;
    std::vector<ConnId> due;
    for (const auto id : watchers) {
        auto& watcher = clients.at(id);
        if (watcher.list_version == list_version) continue;
        const auto at = watcher.list_sent_at + limits.rooms_interval_ms;
        if (at > now.mono_ms) {
            next_lists = std::min(next_lists, at);
            continue;
        }
        watcher.list_version = list_version;
        watcher.list_sent_at = now.mono_ms;
        due.push_back(id);
    }
    if (due.empty()) return;
    const auto list = active_rooms();
    sink.tell(due, RoomList{list});
}

}  // namespace papo::chat
