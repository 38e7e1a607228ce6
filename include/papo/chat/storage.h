// What the chat floor asks of whoever keeps rooms' logs and uploads' metadata. It knows no SQL and no file.
// What is in memory is answered at once; what has to be read from the disk is answered later, with the ticket it was
// asked for with, through Hub::answered. The chat never waits for the disk.
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
    std::optional<Error> error;  // nothing could be read; the rest means nothing
    Page page;                   // of read_page, search, and read_said (its one entry, if it is still kept)
    bool said = false;           // of read_said
};

// Somebody who was in a room when the last run of the process ended.
struct Seat {
    std::string room;
    SessionId session{};
    std::string name;
};

// An entry without its place: the storage gives it seq and ts (at least the ts it has).
using Draft = std::shared_ptr<Entry>;

// Hears what became of proposals, of each room in the order in which they were made.
class Proposer {
public:
    virtual ~Proposer() = default;

    // The log has these entries now. `tickets`: of each its proposal's, 0 for one that was proposed elsewhere.
    virtual void stored(RoomLog& log, std::span<const EntryPtr> entries, std::span<const Ticket> tickets) = 0;
    // None of these is stored.
    virtual void refused(RoomLog& log, std::span<const EntryPtr> drafts, std::span<const Ticket> tickets,
                         const Error& why) = 0;
};

class Storage {
public:
    virtual ~Storage() = default;

    // Who hears of proposals; nullptr: nobody any more.
    virtual void answer_to(Proposer* proposer) = 0;

    // Brings into memory what talking in `room` as `session` needs: the room if there is one, and the session's ids.
    // Once that is there, which it stays until the end of the turn, find_room() says whether there is such a room.
    // `is_new`: the session has never been in the room, so there are no ids to read; then a room in memory is enough.
    virtual Ready prepare(std::string_view room, const SessionId& session, bool is_new, Ticket ticket) = 0;
    // nullptr when it does not exist, or is not in memory. Valid until the end of the turn, or while it is held.
    virtual RoomLog* find_room(std::string_view room) = 0;
    // Makes the room, which must not exist, with a fresh epoch.
    virtual Result<RoomLog*> create_room(std::string_view room, std::string_view password_hash) = 0;
    // Only for a room that never had an entry; `log` is gone after it.
    virtual void forget_room(RoomLog& log) = 0;
    // Between the two somebody is in the room, and it stays in memory.
    virtual void hold_room(RoomLog& log) = 0;
    virtual void release_room(RoomLog& log) = 0;
    // Brings entries from `seq` on into memory, unless they are more than a resume may be.
    virtual Ready extend_tail(RoomLog& log, std::uint64_t seq, Ticket ticket) = 0;

    // Who is in a room, for the case that the process ends without a farewell.
    virtual void person_came(RoomLog& log, const SessionId& session, std::string_view name) = 0;
    virtual void person_went(RoomLog& log, const SessionId& session, std::string_view name) = 0;

    // Asks for the entry to be kept. The proposer hears of it from commit(), or later.
    virtual void propose(RoomLog& log, Draft draft, Ticket ticket) = 0;
    // Stores what was proposed since the last call, whole or not at all, or begins to.
    virtual void commit() = 0;

    // Each is answered later. A page is as RoomLog::page has it.
    virtual void read_page(RoomLog& log, std::uint64_t before, std::size_t limit, std::size_t max_weight,
                           Ticket ticket) = 0;
    // Whether `session` has said `seq` under `id`, and what that was.
    virtual void read_said(RoomLog& log, const SessionId& session, std::uint64_t seq, std::string_view id,
                           Ticket ticket) = 0;
    // Entries with seq < before that have every word of `query`, the newest of them.
    virtual void search(RoomLog& log, std::string_view query, std::uint64_t before, std::size_t limit,
                        std::size_t max_weight, Ticket ticket) = 0;

    // Brings what is known of an upload into memory, where it stays until the end of the turn.
    virtual Ready prepare_file(std::string_view filename, Ticket ticket) = 0;
    // nullptr when there is no such upload, or it is not in memory.
    virtual std::shared_ptr<const FileInfo> find_file(std::string_view filename) = 0;
};

}  // namespace papo::chat
