// The hub's insides, shared by its source files: clients, rooms, people, and the joins that wait for a password.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "papo/chat/hub.h"

namespace papo::chat {

// A session under a name in a room, on any number of connections; none while the grace time runs.
struct Person {
    SessionId session{};
    std::string name;
    std::vector<ConnId> connections;
    std::int64_t grace_until = 0;
};

struct Room {
    std::string name;
    RoomRecord record;  // numbers as they will be once `pending` is stored
    std::int64_t stored_ts = 0;
    std::vector<std::unique_ptr<Person>> people;  // in order of joining
    std::vector<ConnId> readers;                  // every connection of every person
    std::vector<EntryPtr> pending;                // said in this turn
    std::vector<ConnId> senders;                  // of `pending`, one each
};

struct Membership {
    Room* room = nullptr;
    Person* person = nullptr;
    bool grace = true;
};

struct Client {
    ConnId id = 0;
    SessionId session{};
    std::vector<Membership> rooms;
    std::vector<std::int64_t> errors;  // when, of the last minute
    double allowance = 0;              // objects it may send now
    std::int64_t allowance_at = 0;
    std::uint64_t list_version = 0;  // of the list of rooms it was last sent
    std::int64_t list_sent_at = 0;
    bool has_joined = false;  // or tried to
    bool watching = false;
    bool waiting = false;  // for a password job
};

// A join whose names are checked and trimmed; `sent` is the room as sent, for errors.
struct PendingJoin {
    ConnId conn = 0;
    Join join;
    std::string sent;
    std::string hash;  // what the password is checked against; empty: it is being hashed for a new room
};

struct Hub::State {
    State(HubLimits limits_, Storage& storage_, Outbox& outbox_, Passwords& passwords_)
        : limits(limits_), storage(storage_), outbox(outbox_), passwords(passwords_) {}

    Client* client(ConnId id);
    bool charge(Client& client);
    void error(Client& client, const Refusal& refusal);
    void error(Client& client, ErrorCode code, std::string message, const std::string& room);

    Room* find_room(std::string_view name);
    Membership* membership(Client& client, std::string_view room);
    // The membership a command is about; nothing, and an error said, when there is none.
    Membership* member_or_error(Client& client, const std::string& room);

    void begin_join(Client& client, Join join, std::string sent);
    bool ask_password(Client& client, const RoomRecord& record, const Join& join, const std::string& sent);
    bool wait_for_creation(Client& client, const Join& join, const std::string& sent);
    void begin_creation(Client& client, Join join, std::string sent);
    void enter(Client& client, const Join& join, const std::string& sent, std::string_view hash);
    Room& open_room(const std::string& name, std::string_view hash);
    Person& take_seat(Room& room, Client& client, const std::string& name);
    void tell_joined(ConnId conn, Room& room, const Person& person, const Join& join);
    bool is_inside(const Room* room, const SessionId& session) const;

    void take_out(Client& client, Room& room, Person& person);
    void remove_person(Room& room, const Person& person);
    void rooms_changed() {
        ++list_version;
        next_lists = 0;
    }

    void commit();
    void end_graces();
    void send_lists();

    HubLimits limits;
    Storage& storage;
    Outbox& outbox;
    Passwords& passwords;
    Now now;  // of the call under way

    std::unordered_map<ConnId, Client> clients;
    std::map<std::string, std::unique_ptr<Room>, std::less<>> rooms;  // those with somebody in them
    std::vector<Room*> dirty;                                         // with something pending

    struct Grace {
        std::int64_t until = 0;
        std::string room;
        SessionId session{};
        std::string name;
    };
    std::deque<Grace> graces;  // all last equally long, so the first is the next to end

    Ticket last_ticket = 0;
    std::unordered_map<Ticket, PendingJoin> password_jobs;
    std::map<std::string, std::vector<PendingJoin>, std::less<>> creations;  // rooms being made, and who waits for them

    std::vector<ConnId> watchers;
    std::uint64_t list_version = 0;
    std::int64_t next_lists = INT64_MAX;  // mono_ms
};

}  // namespace papo::chat
