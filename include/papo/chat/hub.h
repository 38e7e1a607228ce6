// The chat: rooms, people, and the rules between them. Socket-free, JSON-free, SQL-free; time is a parameter.
// It owns rooms and presence; it does not own connections, the log (Storage) or delivery (Sink).
//
// The hub proposes each message to the storage and tells it once it is stored. Messages of a room that are stored
// together reach the sink as one run. A connection's commands keep their order: while its proposals are unanswered, it
// may say more messages, but any other command waits.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "papo/base/clock.h"
#include "papo/base/limit.h"
#include "papo/base/token_bucket.h"
#include "papo/chat/commands.h"
#include "papo/chat/events.h"
#include "papo/chat/ids.h"
#include "papo/chat/passwords.h"
#include "papo/chat/sink.h"
#include "papo/chat/storage.h"

namespace papo::chat {

struct HubLimits {
    std::size_t max_text = 16 * 1024;  // bytes of UTF-8
    std::uint32_t rate = 20;           // objects per second and connection, burst twice that; 0: no limit
    std::size_t rooms_per_connection = 100;
    std::size_t errors_per_minute = 100;  // the next one evicts
    std::size_t backlog_entries = 50;     // in the answer to a first join
    std::size_t resume_entries = 2000;
    std::size_t page_entries = 200;
    std::size_t page_bytes = 256 * 1024;  // of a page of history, a search result, or a first join's backlog
    std::size_t found_entries = 100;      // of a search result; 20 when the client names no limit
    std::size_t query_characters = 256;
    std::size_t resume_bytes = 1024 * 1024;
    std::int64_t grace_ms = 10'000;        // how long a person without a connection keeps the seat
    std::size_t gone = 65'536;             // people in their grace time; above it the oldest graces end early
    std::size_t rooms = 10'000;            // with members; one source opens at most half of them; 0: no limit
    std::int64_t rooms_interval_ms = 500;  // minimum time between two lists to a watcher
    TokenRate source_rate;                 // objects of a source, over all its connections
    TokenRate source_joins;                // joins of a source
    TokenRate passwords;                   // wrong passwords of a connection
    TokenRate source_passwords;            // wrong passwords of a source for one room
    std::size_t source_password_jobs = 8;  // waiting password jobs of a source
};

class Hub {
public:
    // Storage, sink and passwords outlive the hub.
    Hub(HubLimits limits, Storage& storage, Sink& sink, Passwords& passwords);
    ~Hub();
    Hub(const Hub&) = delete;
    Hub& operator=(const Hub&) = delete;

    void opened(ConnId conn, const SessionId& session, SourceId source, Now now);
    // The connection ended. Each of its people without another connection keeps the seat for the grace time, unless
    // they joined without grace.
    void closed(ConnId conn, Now now);
    // Changes the connection's session; false, with no change, once the connection has sent a `join`.
    bool identify(ConnId conn, const SessionId& session);

    // Charges the connection's rate; answers go to the sink.
    void apply(ConnId conn, Command command, Now now);
    // Charges the connection's rate for an object that is not a command of the hub (`hello`).
    void charge(ConnId conn, Now now);

    // Called before the first connection: people who were in a room when the last run ended get the grace time to come
    // back. Their rooms must be in memory.
    void restore(std::span<const Seat> people, Now now);

    // Whether a command of the connection waits for a password job or the storage; its next command must wait too.
    bool busy(ConnId conn) const;
    // Whether the connection is in a room, watches the list, or waits for an answer.
    bool is_engaged(ConnId conn) const;
    void answered(StorageAnswer answer, Now now);
    void password_hashed(Ticket ticket, const std::string& hash, Now now);
    void password_checked(Ticket ticket, bool right, Now now);

    // Called at the end of a turn: stores the turn's messages and tells them.
    void commit();
    // Ends graces that are over and sends room lists that are due.
    void tick(Now now);
    // When tick() is due next (mono_ms), or INT64_MAX.
    std::int64_t next_deadline() const;

    // Rooms with members, sorted by name.
    std::vector<RoomInfo> active_rooms() const;
    std::size_t connections() const;
    const LimitCounts& limit_counts() const;
    // New limits apply to later commands only.
    void set_limits(const HubLimits& limits);

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace papo::chat
