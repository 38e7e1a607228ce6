// The chat: rooms, people, and the rules between them. Socket-free, JSON-free, SQL-free; time is a parameter.
// It owns rooms and presence; it does not own connections, the log (Storage) or the way out (Sink).
//
// A message is proposed to the storage and told when that says it is stored: all of a room's messages that are stored
// together reach the sink as one run. A connection's commands keep their order: while proposals of its own have no
// answer, it may say more, and its next other command waits.
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
    std::size_t max_text = 16 * 1024;        // bytes of UTF-8
    std::uint32_t rate = 20;                 // objects a second and connection, burst twice that; 0: no limit
    std::size_t rooms_per_connection = 100;  //
    std::size_t errors_per_minute = 100;     // the next one evicts
    std::size_t backlog_entries = 50;        // of a first join
    std::size_t resume_entries = 2000;       //
    std::size_t page_entries = 200;          //
    std::size_t page_bytes = 256 * 1024;     // of a page of history, of what was found, of a first join's backlog
    std::size_t found_entries = 100;         // of what was found, 20 unless asked otherwise
    std::size_t query_characters = 256;      //
    std::size_t resume_bytes = 1024 * 1024;  //
    std::int64_t grace_ms = 10'000;          // how long somebody who dropped out is kept
    std::size_t gone = 65'536;               // of them at a time; above it the first ones go
    std::size_t rooms = 10'000;              // with somebody in them, half of one source's opening; 0: no limit
    std::int64_t rooms_interval_ms = 500;    // least time between two lists for a watcher
    TokenRate source_rate;                   // objects of one source, however many connections it has
    TokenRate source_joins;                  //
    TokenRate passwords;                     // wrong ones of a connection
    TokenRate source_passwords;              // wrong ones of a source, for one room
    std::size_t source_password_jobs = 8;    // that a source may have waiting
};

class Hub {
public:
    // All three outlive the hub.
    Hub(HubLimits limits, Storage& storage, Sink& sink, Passwords& passwords);
    ~Hub();
    Hub(const Hub&) = delete;
    Hub& operator=(const Hub&) = delete;

    void opened(ConnId conn, const SessionId& session, SourceId source, Now now);
    // The connection ended, for whatever reason but `leave`: its people stay for the grace time.
    void closed(ConnId conn, Now now);
    // Another session for the connection; false once it has sent a `join`, and nothing changes.
    bool identify(ConnId conn, const SessionId& session);

    // Charges the connection's rate and answers through the sink.
    void apply(ConnId conn, Command command, Now now);
    // Charges the connection's rate for an object that is not a command of the hub (`hello`).
    void charge(ConnId conn, Now now);

    // Before anybody is there: those who were in a room when the last run ended have the grace time to come back.
    // Their rooms are in memory.
    void restore(std::span<const Seat> people, Now now);

    // While a command waits for a password job or the storage, the connection's next one must wait too.
    bool busy(ConnId conn) const;
    // Whether the connection is in a room, watches the list, or waits for an answer.
    bool is_engaged(ConnId conn) const;
    void answered(StorageAnswer answer, Now now);
    void password_hashed(Ticket ticket, const std::string& hash, Now now);
    void password_checked(Ticket ticket, bool right, Now now);

    // The end of a turn: stores what was said in it and tells it.
    void commit();
    // Ends graces that are over, sends lists that are due.
    void tick(Now now);
    // When tick has something to do next (mono_ms), or INT64_MAX.
    std::int64_t next_deadline() const;

    // Rooms with somebody in them, sorted by name.
    std::vector<RoomInfo> active_rooms() const;
    std::size_t connections() const;
    const LimitCounts& limit_counts() const;
    // From now on; what was allowed before stays.
    void set_limits(const HubLimits& limits);

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace papo::chat
