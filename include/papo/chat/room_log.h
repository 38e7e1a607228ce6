// The part of a room's log that is in memory: its newest entries without a gap, and the message ids of its sessions.
// The Storage owns and updates it; the hub reads it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "papo/chat/entry.h"
#include "papo/chat/ids.h"
#include "papo/chat/recent_ids.h"

namespace papo::chat {

// A room's stored attributes; they exist whether or not the room has members.
struct RoomRecord {
    std::uint64_t number = 0;  // the storage's key
    std::string name;
    std::string epoch;          // opaque, at most 64 bytes; changes only when the log was lost
    std::string password_hash;  // empty: not locked
    std::uint64_t first = 1;    // seq of the oldest entry that is kept; greater than `seq` when there is none
    std::uint64_t seq = 0;      // of the newest entry ever, kept or not
    std::int64_t ts = 0;        // of the newest entry
};

// Entries, oldest first; `more`: older entries exist.
struct Page {
    std::vector<EntryPtr> entries;
    bool more = false;
};

class RoomLog {
public:
    explicit RoomLog(RoomRecord record) : record_(std::move(record)) {}

    const RoomRecord& record() const { return record_; }
    const std::string& name() const { return record_.name; }

    // Appends the next entry, whose seq must be the newest + 1.
    void add(EntryPtr entry);
    // Takes the draft's id for its session. accept() or refuse() ends each proposal.
    void propose(const Entry& draft);
    void accept(EntryPtr entry);  // as add()
    void refuse(const Entry& draft);
    // Proposals that are neither accepted nor refused yet.
    std::size_t proposals() const { return proposals_; }
    // Prepends the entries that are older than the oldest in memory; ignored if that would leave a gap.
    void prepend(std::span<const EntryPtr> older);
    // Drops the oldest entries from memory until the rest weighs at most `max_bytes`; the newest entry always stays.
    void trim(std::size_t max_bytes);
    // Retention: entries before `first` are deleted from the storage, so they leave memory too.
    void forget_before(std::uint64_t first);

    // The oldest seq in memory; the newest + 1 when no entry is in memory.
    std::uint64_t in_memory_from() const { return record_.seq + 1 - tail_.size(); }
    // Whether all kept entries from `seq` on are in memory.
    bool reaches(std::uint64_t seq) const { return in_memory_from() <= std::max(seq, record_.first); }
    // nullptr when the entry is not in memory.
    EntryPtr find(std::uint64_t seq) const;
    // The newest entries with seq < before: at most `limit` and `max_weight` bytes, but at least one if any is kept.
    // Absent when part of the page is not in memory.
    std::optional<Page> page(std::uint64_t before, std::size_t limit, std::size_t max_weight) const;
    // All entries with seq > since. Absent if they are more than `limit`, weigh more than `max_weight`, or are not all
    // in memory or kept.
    std::optional<std::vector<EntryPtr>> since(std::uint64_t since, std::size_t limit, std::size_t max_weight) const;

    // The session's message ids; nullptr when they are not in memory.
    RecentIds* ids(const SessionId& session);
    // As ids(), but begins an empty set when none is in memory.
    RecentIds& keep_ids(const SessionId& session) { return ids_[session]; }
    void drop_ids(const SessionId& session) { ids_.erase(session); }

    std::size_t tail_bytes() const { return tail_bytes_; }

private:
    void pop_front();

    RoomRecord record_;
    std::deque<EntryPtr> tail_;
    std::size_t tail_bytes_ = 0;
    std::size_t proposals_ = 0;
    std::unordered_map<SessionId, RecentIds, SessionIdHash> ids_;
};

}  // namespace papo::chat
