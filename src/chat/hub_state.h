// The hub's state, shared by its source files: clients, rooms, people, and commands that wait for an answer.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "papo/base/bucket_table.h"
#include "papo/chat/hub.h"

namespace papo::chat {

// A session with a name in a room, on any number of connections; on none during its grace time.
struct Person {
    SessionId session{};
    std::string name;
    std::vector<ConnId> connections;
    std::int64_t grace_until = 0;
    bool noted = false;  // recorded in the storage, so that a restart restores the person
};

struct Room {
    RoomLog* log = nullptr;  // held in the storage
    SourceId opened_by = 0;
    std::vector<std::unique_ptr<Person>> people;  // in order of joining
    std::vector<ConnId> readers;                  // every connection of every person
    std::vector<SessionId> gone;                  // left; their ids stay until the room's proposals are answered

    const std::string& name() const { return log->name(); }
    bool locked() const { return !log->record().password_hash.empty(); }
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
    std::unique_ptr<std::vector<std::int64_t>> errors;  // times of the last minute's errors; allocated with the first
    SourceId source = 0;
    TokenBucket allowance;           // objects
    TokenBucket passwords;           // wrong passwords
    std::uint64_t list_version = 0;  // of the last room list sent
    std::int64_t list_sent_at = 0;
    // In one word, because idle connections are many (S4).
    bool has_joined : 1 = false;  // sent a `join`, whether or not it succeeded
    bool watching : 1 = false;
    bool waiting : 1 = false;  // for a password job, or for the storage
    bool has_left : 1 = false;
    std::uint32_t proposals : 28 = 0;  // not answered yet
    std::uint32_t opened_after = 0;    // State::identifications when it opened
};

// A join whose names are already checked and trimmed.
struct PendingJoin {
    ConnId conn = 0;
    Join join;
    std::string sent;  // the room's name as the client sent it, for errors
    std::string hash;  // the hash that the password was checked against
    SessionId session{};
    SourceId source = 0;
};

// Wrong passwords are limited per source and room.
struct GuessKey {
    SourceId source = 0;
    std::string room;
    friend bool operator==(const GuessKey&, const GuessKey&) = default;
};

struct GuessKeyHash {
    std::size_t operator()(const GuessKey& key) const {
        return std::hash<std::string>{}(key.room) ^ std::hash<SourceId>{}(key.source);
    }
};

// Continues a client's command with the storage's answer.
using Continuation = std::function<void(Client& client, StorageAnswer& answer)>;

struct Hub::State final : Proposer {
    State(HubLimits limits_, Storage& storage_, Sink& sink_, Passwords& passwords_)
        : limits(limits_),
          storage(storage_),
          sink(sink_),
          passwords(passwords_),
          source_rate(limits_.source_rate),
          source_joins(limits_.source_joins),
          source_passwords(limits_.source_passwords) {
        storage.answer_to(this);
    }
    ~State() override { storage.answer_to(nullptr); }
    State(const State&) = delete;
    State& operator=(const State&) = delete;

    void stored(RoomLog& log, std::span<const EntryPtr> entries, std::span<const Ticket> tickets) override;
    void refused(RoomLog& log, std::span<const EntryPtr> drafts, std::span<const Ticket> tickets,
                 const Error& why) override;

    Client* client(ConnId id);
    bool charge(Client& client);

    void obey(Client& client, Command command, bool in_rate);
    // Keeps the command until proposals are answered, then obey_held() obeys it.
    void hold(Client& client, Command command, bool in_rate);
    void obey_held();
    void settle(std::span<const Ticket> tickets);
    void let_go(Room& room);

    // One for each command. `in_rate`: whether the connection's rate allows the command.
    void apply(Client& client, Say command, bool in_rate);
    void apply(Client& client, Join command, bool in_rate);
    void apply(Client& client, const Leave& command, bool in_rate);
    void apply(Client& client, const Type& command, bool in_rate);
    void apply(Client& client, const ReadHistory& command, bool in_rate);
    void apply(Client& client, const Search& command, bool in_rate);
    void apply(Client& client, ListRooms command, bool in_rate);
    void apply(Client& client, const Unreadable& command, bool in_rate);
    void error(Client& client, const Refusal& refusal);
    void error(Client& client, ErrorCode code, std::string message, const std::string& room);

    Room* find_room(std::string_view name);
    Membership* membership(Client& client, std::string_view room);
    // The membership that a command names; nullptr, after telling an error, when the client has none.
    Membership* member_or_error(Client& client, const std::string& room);

    // Makes the client's next command wait until the ticket is answered.
    void wait(Client& client, Ticket ticket, Continuation next, std::function<void()> abandoned = {});

    void go_on(Client& client, PendingJoin pending, bool tail_was_asked = false);
    bool wait_for_creation(Client& client, const PendingJoin& pending);
    bool must_wait_for_storage(Client& client, const PendingJoin& pending);
    bool must_wait_for_tail(Client& client, RoomLog& log, const PendingJoin& pending);
    void ask_password(Client& client, const RoomLog& log, const PendingJoin& pending);
    std::int64_t take_guess(Client& client, const std::string& room);
    void give_guess_back(Client* client, const PendingJoin& pending);
    bool may_begin_job(SourceId source);
    void begin_creation(Client& client, PendingJoin pending);
    void enter(Client& client, const Join& join, const std::string& sent, std::string_view hash);
    void drop_unused_ids(const PendingJoin& pending);
    void fail_join(Client& client, const PendingJoin& pending, ErrorCode code, std::string message);
    std::optional<Limit> room_limit(SourceId source) const;
    Room* open_room(Client& client, const std::string& name, std::string_view hash, const std::string& sent);
    Person& take_seat(Room& room, Client& client, const Join& join);
    void note(Room& room, Person& person);
    void tell_joined(ConnId conn, Room& room, const Person& person, const Join& join);
    bool is_inside(const Room* room, const SessionId& session) const;
    bool is_new(const Client& client) const;

    void say(Client& client, Say command, bool in_rate, bool is_new);
    bool is_repeated(Client& client, Membership& seat, const Say& command, bool in_rate);
    bool is_under_way(RoomLog& log, const SessionId& session, const std::string& id);
    void tell_page(Client& client, const std::string& room, const Page& page);

    void take_out(Client& client, Room& room, Person& person);
    void remove_person(Room& room, const Person& person);
    void start_grace(Room& room, Person& person);
    void close_room(Room& room);
    void rooms_changed() {
        ++list_version;
        next_lists = 0;
    }

    void end_graces();
    std::vector<RoomInfo> active_rooms() const;
    void send_lists();

    HubLimits limits;
    Storage& storage;
    Sink& sink;
    Passwords& passwords;
    Now now;  // of the current call

    LimitCounts limit_counts;
    BucketTable<SourceId> source_rate;
    BucketTable<SourceId> source_joins;
    BucketTable<GuessKey, GuessKeyHash> source_passwords;

    std::uint32_t identifications = 0;  // ever

    std::unordered_map<ConnId, Client> clients;
    std::map<std::string, std::unique_ptr<Room>, std::less<>> rooms;  // rooms with members
    std::unordered_map<SourceId, std::size_t> rooms_of;               // open rooms of each source but 0

    struct Grace {
        std::int64_t until = 0;
        std::string room;
        SessionId session{};
        std::string name;
    };
    std::deque<Grace> graces;  // equally long, so the first ends first

    struct Wait {
        ConnId conn = 0;
        Continuation next;
        std::function<void()> abandoned;  // called instead of `next` when the client is gone
    };
    struct Held {
        Command command;
        bool in_rate = true;
    };
    std::map<ConnId, Held> held;  // until proposals are answered; at most one per client
    bool answered = false;        // a proposal was answered since obey_held() last ran

    Ticket last_ticket = 0;
    std::unordered_map<Ticket, Wait> waits;  // at most one per client
    std::unordered_map<Ticket, PendingJoin> password_jobs;
    std::map<std::string, std::vector<PendingJoin>, std::less<>> creations;  // joins that wait for a room's creation

    std::vector<ConnId> watchers;
    std::uint64_t list_version = 0;
    std::int64_t next_lists = INT64_MAX;  // mono_ms
};

}  // namespace papo::chat
