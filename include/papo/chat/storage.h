// The hub's interface to the storage of rooms' logs and uploads' metadata; it names no SQL and no files.
// The storage answers at once from memory. A read from the disk is answered later, with the request's ticket, through
// Hub::answered. The chat never waits for the disk.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "papo/base/result.h"
#include "papo/chat/entry.h"
#include "papo/chat/ids.h"
#include "papo/chat/room_log.h"

namespace papo::chat {

enum class Ready : std::uint8_t { now, later };

struct StorageAnswer {
    Ticket ticket = 0;
    std::optional<Error> error;  // the read failed; the other fields mean nothing
    Page page;                   // of read_page, search, and read_said (one entry, or none when it is no longer kept)
    bool said = false;           // of read_said: the session did say it
};

// A person who was in a room when the last run of the process ended.
struct Seat {
    std::string room;
    SessionId session{};
    std::string name;
};

// An entry without a seq. The storage sets its seq, and raises its ts if it is less than the previous entry's.
using Draft = std::shared_ptr<Entry>;

// Receives the outcome of proposals, for each room in the order in which they were made.
class Proposer {
public:
    virtual ~Proposer() = default;

    // The log has these entries now. `tickets`: of each entry's proposal; 0 when this proposer did not propose it.
    virtual void stored(RoomLog& log, std::span<const EntryPtr> entries, std::span<const Ticket> tickets) = 0;
    // The storage kept none of these drafts.
    virtual void refused(RoomLog& log, std::span<const EntryPtr> drafts, std::span<const Ticket> tickets,
                         const Error& why) = 0;
};

class Storage {
public:
    virtual ~Storage() = default;

    // Sets the receiver of proposals' outcomes; nullptr: none.
    virtual void answer_to(Proposer* proposer) = 0;

    // Loads what `session` needs to talk in `room`: the room, if it exists, and the session's ids. Both stay in memory
    // until the end of the turn; until then find_room() tells whether the room exists.
    // `is_new`: the session has never been in the room, so it has no ids to load.
    virtual Ready prepare(std::string_view room, const SessionId& session, bool is_new, Ticket ticket) = 0;
    // nullptr when the room does not exist or is not in memory. Valid until the end of the turn, or while it is held.
    virtual RoomLog* find_room(std::string_view room) = 0;
    // Creates the room, which must not exist, with a new epoch.
    virtual Result<RoomLog*> create_room(std::string_view room, std::string_view password_hash) = 0;
    // Deletes a room that never had an entry; `log` is invalid afterwards.
    virtual void forget_room(RoomLog& log) = 0;
    // A room has members between hold and release, and stays in memory.
    virtual void hold_room(RoomLog& log) = 0;
    virtual void release_room(RoomLog& log) = 0;
    // Loads the entries from `seq` on, unless they exceed a resume's limits.
    virtual Ready extend_tail(RoomLog& log, std::uint64_t seq, Ticket ticket) = 0;

    // Records a room's people, so that a restart or crash can restore them.
    virtual void person_came(RoomLog& log, const SessionId& session, std::string_view name) = 0;
    virtual void person_went(RoomLog& log, const SessionId& session, std::string_view name) = 0;

    // Proposes an entry. The proposer gets its outcome during commit(), or later.
    virtual void propose(RoomLog& log, Draft draft, Ticket ticket) = 0;
    // Stores all proposals since the last call, or none of them; may finish later.
    virtual void commit() = 0;

    // These three are answered later. A page has the limits of RoomLog::page.
    virtual void read_page(RoomLog& log, std::uint64_t before, std::size_t limit, std::size_t max_weight,
                           Ticket ticket) = 0;
    // Whether entry `seq` is `session`'s message `id`, and the entry.
    virtual void read_said(RoomLog& log, const SessionId& session, std::uint64_t seq, std::string_view id,
                           Ticket ticket) = 0;
    // The newest entries with seq < before that have every word of `query`.
    virtual void search(RoomLog& log, std::string_view query, std::uint64_t before, std::size_t limit,
                        std::size_t max_weight, Ticket ticket) = 0;

    // Loads an upload's metadata, which stays in memory until the end of the turn.
    virtual Ready prepare_file(std::string_view filename, Ticket ticket) = 0;
    // nullptr when the upload does not exist or is not in memory.
    virtual std::shared_ptr<const FileInfo> find_file(std::string_view filename) = 0;
};

}  // namespace papo::chat
