// The hub's insides, shared by its source files: clients, rooms, people, and the joins that wait for a password.
#pragma once

#include <array>
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

// A session under a name in a room, on any number of connections; none while the grace time runs.
struct Person {
    SessionId session{};
    std::string name;
    std::vector<ConnId> connections;
    std::int64_t grace_until = 0;
    bool noted = false;  // in the storage, so that a restart does not lose them
};

struct Room {
    RoomLog* log = nullptr;  // held
    SourceId opened_by = 0;
    std::vector<std::unique_ptr<Person>> people;  // in order of joining
    std::vector<ConnId> readers;                  // every connection of every person
    std::vector<SessionId> gone;                  // whose ids stay until the room's proposals are answered

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
    std::unique_ptr<std::vector<std::int64_t>> errors;  // when, of the last minute; absent for who made none
    SourceId source = 0;
    TokenBucket allowance;           // objects it may send
    TokenBucket passwords;           // and wrong passwords
    std::uint64_t list_version = 0;  // of the list of rooms it was last sent
    std::int64_t list_sent_at = 0;
    bool has_joined = false;  // or tried to
    bool watching = false;
    bool waiting = false;         // for a password job, or for the storage
    std::uint32_t proposals = 0;  // that have no answer yet
    bool has_left = false;
    std::uint32_t opened_after = 0;  // identifications
};

// A join whose names are checked and trimmed.
struct PendingJoin {
    ConnId conn = 0;
    Join join;
    std::string sent;  // the room as sent, for errors
    std::string hash;  // what the password has been checked against
    SessionId session{};
    SourceId source = 0;
};

// Who guesses at what.
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

// What goes on with a client once the storage has answered.
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
    // The command is obeyed again once proposals were answered.
    void hold(Client& client, Command command, bool in_rate);
    void obey_held();
    void settle(std::span<const Ticket> tickets);
    void let_go(Room& room);

    // One rule a command. `in_rate`: whether the connection's rate allows it.
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
    // The membership a command is about; nothing, and an error said, when there is none.
    Membership* member_or_error(Client& client, const std::string& room);

    // The client's next command waits until the ticket is answered.
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
    Now now;  // of the call under way

    LimitCounts limit_counts;
    BucketTable<SourceId> source_rate;
    BucketTable<SourceId> source_joins;
    BucketTable<GuessKey, GuessKeyHash> source_passwords;

    // When somebody last identified with a session, of all those whose hash falls there: only too late at worst.
    std::array<std::uint32_t, 1024> identified{};
    std::uint32_t identifications = 0;

    std::unordered_map<ConnId, Client> clients;
    std::map<std::string, std::unique_ptr<Room>, std::less<>> rooms;  // those with somebody in them
    std::unordered_map<SourceId, std::size_t> rooms_of;               // opened by each source but 0

    struct Grace {
        std::int64_t until = 0;
        std::string room;
        SessionId session{};
        std::string name;
    };
    std::deque<Grace> graces;  // all last equally long, so the first is the next to end

    struct Wait {
        ConnId conn = 0;
        Continuation next;
        std::function<void()> abandoned;  // called instead when the client is gone
    };
    struct Held {
        Command command;
        bool in_rate = true;
    };
    std::map<ConnId, Held> held;  // until proposals are answered; one a client at most
    bool answered = false;        // proposals were, since held commands were looked at

    Ticket last_ticket = 0;
    std::unordered_map<Ticket, Wait> waits;  // one a client at most
    std::unordered_map<Ticket, PendingJoin> password_jobs;
    std::map<std::string, std::vector<PendingJoin>, std::less<>> creations;  // rooms being made, and who waits for them

    std::vector<ConnId> watchers;
    std::uint64_t list_version = 0;
    std::int64_t next_lists = INT64_MAX;  // mono_ms
};

}  // namespace papo::chat
