// The model's connections and people, and the events about them.
#include <algorithm>

#include "papo/base/text.h"
#include "tests/sim/broken.h"
#include "tests/sim/model.h"

namespace papo::sim {

using chat::ConnId;

Person* Room::find(std::string_view name) {
    const auto at = std::find_if(people.begin(), people.end(), [&](const auto& person) { return person.name == name; });
    return at == people.end() ? nullptr : &*at;
}

std::vector<ConnId> Room::readers() const {
    std::vector<ConnId> all;
    for (const auto& person : people) all.insert(all.end(), person.connections.begin(), person.connections.end());
    std::sort(all.begin(), all.end());
    return all;
}

bool Room::has(const chat::SessionId& session) const {
    return std::any_of(people.begin(), people.end(), [&](const auto& person) { return person.session == session; });
}

const Room* Model::room(const std::string& name) const {
    const auto at = rooms_.find(name);
    return at == rooms_.end() ? nullptr : &at->second;
}

Room& Model::room_of(std::string_view name) {
    const auto at = rooms_.find(std::string(name));
    require(at != rooms_.end(), "there is no room " + std::string(name));
    return at->second;
}

Model::Connection& Model::connection(ConnId conn) {
    const auto at = connections_.find(conn);
    require(at != connections_.end(), "an event goes to an unknown connection");
    return at->second;
}

Model::Seat* Model::seat_of(ConnId conn, const std::string& room) {
    for (auto& seat : connection(conn).seats) {
        if (seat.room == room) return &seat;
    }
    return nullptr;
}

void Model::opened(ConnId conn, const chat::SessionId& session) {
    require(connections_.emplace(conn, Connection{session, {}, {}, false, false, {}}).second,
            "a connection id is used twice");
}

void Model::identified(ConnId conn, const chat::SessionId& session) {
    connection(conn).session = session;
}

void Model::commanded(ConnId conn, const talk::ClientMessage& command, bool grace) {
    Asked asked{conn, command, 0};
    if (auto* join = command_in<chat::Join>(asked.command)) join->grace = grace;
    const auto* history = command_in<chat::ReadHistory>(command);
    const auto* search = command_in<chat::Search>(command);
    if (history != nullptr || search != nullptr) {
        const auto name = std::string(trim_white_space(history != nullptr ? history->room : search->room));
        if (const auto* asked_of = room(name)) asked.stored_before = asked_of->entries.size();
    }
    if (const auto* rooms = command_in<chat::ListRooms>(command); rooms != nullptr && rooms->watch && !*rooms->watch)
        connection(conn).watching = false;
    asked_.push_back(std::move(asked));
}

void Model::take_seat(ConnId conn, Room& room, const chat::Join& join) {
    const auto name = std::string(trim_white_space(join.name));
    const auto room_name = std::string(trim_white_space(join.room));
    const auto others = room.readers();
    auto& own = connection(conn);
    auto* person = room.find(name);
    const bool is_new = person == nullptr;
    if (is_new) {
        room.people.push_back({own.session, name, {}, 0, false});
        person = &room.people.back();
    }
    require(person->session == own.session, name + " belongs to two sessions in " + room_name);
    person->noted = person->noted || join.grace;
    if (auto* seat = seat_of(conn, room_name)) {
        require(seat->name == name, "a connection is in a room under two names");
        seat->grace = join.grace;
    } else {
        require(own.seats.size() < limits_.rooms_per_connection, "a connection is in too many rooms");
        own.seats.push_back({room_name, name, join.grace});
        person->connections.push_back(conn);
    }
    if (is_new) expect_presence(room_name, name, true, others);
}

void Model::take_out(ConnId conn, const Seat& seat) {
    auto* person = room_of(seat.room).find(seat.name);
    require(person != nullptr && std::erase(person->connections, conn) == 1, "a seat has nobody on it");
}

void Model::remove_person(const std::string& room_name, const std::string& name) {
    auto& room = room_of(room_name);
    std::erase_if(room.people, [&](const auto& person) { return person.name == name; });
    if (!room.people.empty()) expect_presence(room_name, name, false, room.readers());
}

void Model::closed(ConnId conn, Now now) {
    for (const auto& seat : connection(conn).seats) {
        take_out(conn, seat);
        auto* person = room_of(seat.room).find(seat.name);
        if (!person->connections.empty()) continue;
        if (!seat.grace) {
            remove_person(seat.room, seat.name);
            continue;
        }
        person->grace_until = now.mono_ms + limits_.grace_ms;
        graces_.push_back({person->grace_until, seat.room, seat.name, person->session});
    }
    connections_.erase(conn);
    std::erase_if(asked_, [&](const auto& asked) { return asked.conn == conn; });
}

void Model::ticked(Now now) {
    while (!graces_.empty() && graces_.front().until <= now.mono_ms) {
        const auto grace = graces_.front();
        graces_.pop_front();
        const auto at = rooms_.find(grace.room);
        if (at == rooms_.end()) continue;
        const auto* person = at->second.find(grace.name);
        if (person == nullptr || person->session != grace.session || !person->connections.empty()) continue;
        if (person->grace_until == grace.until) remove_person(grace.room, grace.name);
    }
}

static std::string in_words(const std::string& room, const std::string& name, bool joined, std::size_t members,
                            std::vector<ConnId> to) {
    std::sort(to.begin(), to.end());
    std::string words = room + (joined ? " +" : " -") + name + " " + std::to_string(members) + " to";
    for (const auto id : to) words += " " + std::to_string(id);
    return words;
}

void Model::expect_presence(const std::string& room, const std::string& name, bool joined, Ids to) {
    presence_expected_.push_back(in_words(room, name, joined, room_of(room).people.size(), std::move(to)));
}

void Model::told(std::span<const ConnId> to, const chat::Presence& event) {
    presence_told_.push_back(in_words(std::string(event.room), std::string(event.name), event.joined, event.members,
                                      {to.begin(), to.end()}));
}

std::string Model::list() const {
    std::string words;
    for (const auto& [name, room] : rooms_) {
        if (room.people.empty()) continue;
        words += name + " " + std::to_string(room.people.size()) + (room.lock.empty() ? ";" : " locked;");
    }
    return words;
}

void Model::told(std::span<const ConnId> to, const chat::RoomList& event) {
    std::string words;
    for (const auto& room : event.rooms) {
        words += room.name + " " + std::to_string(room.members) + (room.locked ? " locked;" : ";");
    }
    // If one call applies several commands, each one sees the rooms at its time.
    if (words != list()) lists_told_.push_back(words);
    for (const auto id : to) {
        auto& own = connection(id);
        own.list = words;
        for (const auto& asked : asked_) {
            const auto* wish = asked.conn == id ? command_in<chat::ListRooms>(asked.command) : nullptr;
            if (wish != nullptr && wish->watch) own.watching = *wish->watch;
        }
    }
}

void Model::require_watchers_know() const {
    for (const auto& [id, own] : connections_) {
        if (own.watching && !own.evicted)
            require(own.list == list(), "a watcher has the list <" + own.list + "> instead of <" + list() + ">");
    }
}

// Within one call, only the order of events in the same room is fixed.
void Model::settled() {
    const auto by_room = [](const std::string& a, const std::string& b) {
        return a.substr(0, a.find(' ')) < b.substr(0, b.find(' '));
    };
    std::stable_sort(presence_expected_.begin(), presence_expected_.end(), by_room);
    std::stable_sort(presence_told_.begin(), presence_told_.end(), by_room);
    std::string expected;
    std::string was_told;
    for (const auto& each : std::exchange(presence_expected_, {})) expected += "<" + each + ">";
    for (const auto& each : std::exchange(presence_told_, {})) was_told += "<" + each + ">";
    require(expected == was_told, "presence should have been " + expected + " and was " + was_told);
    for (const auto& words : std::exchange(lists_told_, {}))
        require(words == list(), "the rooms are <" + list() + ">, a watcher got <" + words + ">");
    require(failed_.empty(), "a sender got no error when the storage failed");
    // The hub may drop these two, and answers them at once or never.
    std::erase_if(asked_, [](const auto& asked) {
        return command_in<chat::Type>(asked.command) != nullptr ||
               command_in<chat::ListRooms>(asked.command) != nullptr;
    });
    for (const auto& name : std::exchange(forgotten_, {})) {
        require(room_of(name).people.empty(), "a room is forgotten with people in it");
        rooms_.erase(name);
    }
    std::set<std::string> inhabited;
    for (const auto& [name, room] : rooms_) {
        require(!room.people.empty() || !room.entries.empty() || !room.unstored.empty(),
                "a room without entries and people is kept: " + name);
        if (!room.people.empty() || !room.unstored.empty()) inhabited.insert(name);
    }
    require(held_ == inhabited, "the hub does not hold exactly the rooms with people or proposals");
}

void Model::turn_ended(const chat::Hub& hub) {
    for (const auto& asked : asked_) {
        if (connection(asked.conn).evicted) continue;
        const bool is_proposed = std::any_of(rooms_.begin(), rooms_.end(), [&](const auto& each) {
            return std::any_of(each.second.unstored.begin(), each.second.unstored.end(),
                               [&](const auto& draft) { return is_proposal(asked, *draft, each.first); });
        });
        require(is_proposed || hub.busy(asked.conn), "connection " + std::to_string(asked.conn) +
                                                         " was not answered (command " +
                                                         std::to_string(asked.command.index()) + ")");
    }
    std::string words;
    for (const auto& room : hub.active_rooms()) {
        words += room.name + " " + std::to_string(room.members) + (room.locked ? " locked;" : ";");
    }
    require(words == list(), "the rooms are <" + list() + ">, the hub says <" + words + ">");
    require(hub.connections() == connections_.size(), "the hub has connections that are gone");
    std::set<std::string> noted;
    std::set<std::string> known;
    for (const auto& [name, room] : rooms_) {
        for (const auto& person : room.people) {
            if (person.noted) noted.insert(name + " " + person.name);
        }
    }
    for (const auto& seat : live_.people) known.insert(seat.room + " " + seat.name);
    require(noted == known, "the storage has other people than the rooms");
}

bool Model::nobody_is_there() const {
    return connections_.empty() &&
           std::all_of(rooms_.begin(), rooms_.end(), [](const auto& each) { return each.second.people.empty(); });
}

}  // namespace papo::sim
