// What the chat floor asks of whoever keeps rooms' logs and uploads' metadata. It knows no SQL and no file.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "papo/base/result.h"
#include "papo/chat/entry.h"

namespace papo::chat {

// What is known of a room whether or not anybody is in it.
struct RoomRecord {
    std::string epoch;          // opaque, at most 64 bytes; changes only when the log was lost
    std::uint64_t seq = 0;      // newest entry, 0 when there is none
    std::int64_t ts = 0;        // of the newest entry
    std::string password_hash;  // empty: not locked
};

// Entries, oldest first, and whether older ones than the first exist.
struct Page {
    std::vector<EntryPtr> entries;
    bool more = false;
};

class Storage {
public:
    virtual ~Storage() = default;

    // A room that was never created or has been forgotten is absent.
    virtual std::optional<RoomRecord> find_room(std::string_view room) = 0;
    // Makes the room with a fresh epoch and gives it.
    virtual RoomRecord create_room(std::string_view room, std::string_view password_hash) = 0;
    // Only for a room that never had an entry.
    virtual void forget_room(std::string_view room) = 0;

    // Between the two somebody is in the room: what is kept of it must not be given up.
    virtual void hold_room(std::string_view room) = 0;
    virtual void release_room(std::string_view room) = 0;

    // Notes the entry for the next commit; entry.seq is the room's newest + 1.
    virtual void append(std::string_view room, EntryPtr entry) = 0;
    // Makes all that was appended since the last commit durable, whole or not at all. On an error none of it is
    // stored, and the rooms are as they were before.
    virtual Result<void> commit() = 0;

    // Entries with seq < before, the newest of them: at most `limit` and `max_weight` bytes, at least one if any.
    virtual Page page(std::string_view room, std::uint64_t before, std::size_t limit, std::size_t max_weight) = 0;
    // Every entry with seq > since; absent if those are more than `limit` or weigh more than `max_weight`.
    virtual std::optional<std::vector<EntryPtr>> since(std::string_view room, std::uint64_t since, std::size_t limit,
                                                       std::size_t max_weight) = 0;
    // The stored entry of this session with this id, among at least its last 1,000 in this room. Sees what was
    // appended and not yet committed too.
    virtual EntryPtr find_entry(std::string_view room, const SessionId& session, std::string_view id) = 0;

    // Uploads' metadata. A file is known from its completion until it is removed.
    virtual void add_file(std::shared_ptr<const FileInfo> file, std::int64_t now_ms) = 0;
    virtual std::shared_ptr<const FileInfo> find_file(std::string_view filename) = 0;
    // Stored names (files and their previews) of uploads made before `before_ms` that no entry names; they are
    // forgotten with this call, and the caller removes the files.
    virtual std::vector<std::string> take_orphans(std::int64_t before_ms) = 0;
};

}  // namespace papo::chat
