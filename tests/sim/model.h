// The oracle: what must hold for rooms, people and logs. The model sees each command before the hub does, each call of
// the hub to its storage, and each event of the hub, and throws Broken if they contradict each other. It knows nothing
// of the hub's code and expects only the contract, sections 4 to 6.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "papo/chat/hub.h"
#include "papo/talk/wire.h"

namespace papo::sim {

struct Person {
    chat::SessionId session{};
    std::string name;
    std::vector<chat::ConnId> connections;
    std::int64_t grace_until = 0;
    bool noted = false;  // a connection with a grace has joined under this name
};

struct Room {
    std::string epoch;
    std::string lock;                                       // the password's hash, empty for none
    std::vector<chat::EntryPtr> entries;                    // stored; seq is the index + 1
    std::vector<chat::EntryPtr> unstored;                   // proposed, and not answered
    std::size_t written = 0;                                // how many of `unstored` are in the journal
    std::size_t told = 0;                                   // how many of `entries` the hub has sent
    std::set<std::pair<chat::SessionId, std::string>> ids;  // of entries
    std::vector<Person> people;                             // in order of joining

    Person* find(std::string_view name);
    std::vector<chat::ConnId> readers() const;
    bool has(const chat::SessionId& session) const;
};

// The message as a command of the wanted kind; nullptr if it is another kind.
template <typename Wanted, typename Message>
auto* command_in(Message& message) {
    auto* command = std::get_if<chat::Command>(&message);
    return command == nullptr ? nullptr : std::get_if<Wanted>(command);
}

class Model {
public:
    explicit Model(const chat::HubLimits& limits) : limits_(limits) {}

    void at(Now now) { now_ = now; }

    // ---- inputs, called before the hub gets them ------------------------------------------------
    void opened(chat::ConnId conn, const chat::SessionId& session);
    void identified(chat::ConnId conn, const chat::SessionId& session);
    void commanded(chat::ConnId conn, const talk::ClientMessage& command, bool grace);
    void password_was_wrong(chat::Ticket ticket) { wrong_passwords_.insert(ticket); }
    void add_file(const std::string& filename) { files_.insert(filename); }

    // ---- inputs, called after the hub got them --------------------------------------------------
    void closed(chat::ConnId conn, Now now);
    void ticked(Now now);
    // Call after each call of the hub: the hub must have sent all events that the call requires.
    void settled();
    // Call after each turn: only connections that the hub calls busy wait for an answer, and the hub's lists are right.
    void turn_ended(const chat::Hub& hub);
    // The process was killed, and a new one has begun with these people.
    void restarted(std::span<const chat::Seat> people, Now now);

    // ---- calls of the hub to its storage --------------------------------------------------------
    void room_made(const std::string& room, const std::string& epoch, const std::string& lock);
    void room_forgotten(const std::string& room);
    void room_held(const std::string& room);
    void room_released(const std::string& room);
    void person_came(const std::string& room, const chat::SessionId& session, const std::string& name);
    void person_went(const std::string& room, const std::string& name);
    void proposed(const std::string& room, chat::EntryPtr draft, chat::ConnId conn);
    void stored(const std::string& room, std::span<const chat::EntryPtr> entries);
    void refused(const std::string& room, std::span<const chat::EntryPtr> drafts);
    // All facts and proposals up to now are in the journal.
    void facts_written();

    // ---- events of the hub ----------------------------------------------------------------------
    void told(std::span<const chat::ConnId> to, const chat::Joined& event);
    void told(std::span<const chat::ConnId> to, const chat::Left& event);
    void told(std::span<const chat::ConnId> to, const chat::HistoryPage& event);
    void told(std::span<const chat::ConnId> to, const chat::Found& event);
    void told(std::span<const chat::ConnId> to, const chat::Refusal& event);
    void told(std::span<const chat::ConnId> to, const chat::Messages& event);
    void told(std::span<const chat::ConnId> to, const chat::Presence& event);
    void told(std::span<const chat::ConnId> to, const chat::Typing& event);
    void told(std::span<const chat::ConnId> to, const chat::RoomList& event);
    void told(std::span<const chat::ConnId> to, const chat::Eviction& event);

    // ---- for clients and the end of a run -------------------------------------------------------
    // nullptr if there is no such room.
    const Room* room(const std::string& name) const;
    const std::map<std::string, Room>& rooms() const { return rooms_; }
    bool nobody_is_there() const;
    const chat::HubLimits& limits() const { return limits_; }
    // Every watcher has the current list.
    void require_watchers_know() const;

private:
    using Ids = std::vector<chat::ConnId>;
    struct Asked {
        chat::ConnId conn = 0;
        talk::ClientMessage command;
        std::size_t stored_before = 0;  // entries of the room at the time of the question
    };
    struct Seat {
        std::string room;
        std::string name;
        bool grace = true;
    };
    struct Connection {
        chat::SessionId session{};
        std::vector<Seat> seats;
        std::deque<std::int64_t> refusals;  // times of those in the last minute
        bool watching = false;
        bool evicted = false;
        std::string list;  // the last list that it got
    };
    struct Grace {
        std::int64_t until = 0;
        std::string room;
        std::string name;
        chat::SessionId session{};
    };
    // The facts that are certainly in the journal; Room has the entries.
    struct Durable {
        std::map<std::string, std::pair<std::string, std::string>> rooms;  // epoch and lock
        std::vector<chat::Seat> people;
    };

    Room& room_of(std::string_view name);
    Connection& connection(chat::ConnId conn);
    Seat* seat_of(chat::ConnId conn, const std::string& room);
    std::string list() const;
    // Takes the first question that `fits`; throws Broken if there is none.
    template <typename Fits>
    Asked take(const std::string& what, Fits fits);
    template <typename Command, typename Fits>
    Asked take_command(chat::ConnId conn, const std::string& what, Fits fits);

    void require_new_entry(Room& room, std::span<const chat::ConnId> to, const chat::Entry& entry,
                           const std::string& name);
    void require_stored_copy(const Room& room, std::span<const chat::ConnId> to, const chat::Entry& entry,
                             const std::string& name);
    void require_backlog(const Room& room, const chat::Join& join, const chat::Joined& event) const;
    void require_page(const Room& room, const Asked& asked, std::uint64_t before, std::size_t limit,
                      std::span<const chat::EntryPtr> got, bool more, const std::string& word) const;
    bool is_proposal(const Asked& asked, const chat::Entry& draft, const std::string& room) const;
    void require_reason(const Asked& asked, const chat::Refusal& event);
    void take_seat(chat::ConnId conn, Room& room, const chat::Join& join);
    void take_out(chat::ConnId conn, const Seat& seat);
    void remove_person(const std::string& room, const std::string& name);
    void expect_presence(const std::string& room, const std::string& name, bool joined, Ids to);

    chat::HubLimits limits_;
    Now now_;
    std::map<std::string, Room> rooms_;
    std::map<chat::ConnId, Connection> connections_;
    std::vector<Asked> asked_;
    std::deque<Grace> graces_;
    std::set<std::string> held_;
    std::set<std::string> forgotten_;  // in the call under way
    std::set<std::string> files_;
    std::set<std::string> epochs_;  // all ever given
    std::set<chat::Ticket> wrong_passwords_;

    Durable live_;  // with uncommitted facts
    Durable durable_;
    std::vector<chat::EntryPtr> failed_;                    // refused; their senders must get an error
    std::map<const chat::Entry*, chat::ConnId> proposers_;  // of unanswered proposals

    // Events of one call, in words.
    std::vector<std::string> presence_expected_;
    std::vector<std::string> presence_told_;
    std::vector<std::string> lists_told_;
};

// The page of the entries with seq < before that contain `word`.
chat::Page page_of(const Room& room, std::uint64_t before, std::size_t limit, std::size_t max_weight,
                   const std::string& word);
bool is_same(const chat::Entry& a, const chat::Entry& b);

}  // namespace papo::sim
