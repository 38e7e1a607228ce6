// A room's log as far as it is in memory: its newest entries without a gap, and the ids that its sessions have used.
// The Storage owns it and keeps it true; the hub reads it.
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

// What is known of a room whether or not anybody is in it.
struct RoomRecord {
    std::uint64_t number = 0;   // the storage's own for it
    std::string name;           //
    std::string epoch;          // opaque, at most 64 bytes; changes only when the log was lost
    std::string password_hash;  // empty: not locked
    std::uint64_t first = 1;    // oldest entry that is kept; more than `seq` when there is none
    std::uint64_t seq = 0;      // newest entry that ever was
    std::int64_t ts = 0;        // of the newest entry
};

// Entries, oldest first, and whether older ones than the first exist.
struct Page {
    std::vector<EntryPtr> entries;
    bool more = false;
};

class RoomLog {
public:
    explicit RoomLog(RoomRecord record) : record_(std::move(record)) {}

    const RoomRecord& record() const { return record_; }
    const std::string& name() const { return record_.name; }
    bool is_empty() const { return record_.seq < record_.first; }

    // The next entry; its seq is the newest + 1.
    void add(EntryPtr entry);
    // An entry was proposed; its session's id is taken from now on. Each proposal ends in one of the other two.
    void propose(const Entry& draft);
    void accept(EntryPtr entry);  // as add()
    void refuse(const Entry& draft);
    // Those that have no end yet.
    std::size_t proposals() const { return proposals_; }
    // Puts those of the entries in memory that are older than what is there; ignored if they leave a gap to it.
    void prepend(std::span<const EntryPtr> older);
    // Lets go of the oldest in memory until what is left weighs at most `max_bytes`; the newest always stays.
    void trim(std::size_t max_bytes);
    // Entries before `first` are no longer kept anywhere.
    void forget_before(std::uint64_t first);

    // The oldest seq in memory; the newest + 1 when none is.
    std::uint64_t in_memory_from() const { return record_.seq + 1 - tail_.size(); }
    // Whether every entry from `seq` on that is kept is in memory.
    bool reaches(std::uint64_t seq) const { return in_memory_from() <= std::max(seq, record_.first); }
    // nullptr when it is not in memory.
    EntryPtr find(std::uint64_t seq) const;
    // Entries with seq < before, the newest of them: at most `limit` and `max_weight` bytes, at least one if any is.
    // Absent when that page is not wholly in memory.
    std::optional<Page> page(std::uint64_t before, std::size_t limit, std::size_t max_weight) const;
    // Every entry with seq > since; absent if those are more than `limit`, weigh more than `max_weight`, are not all
    // in memory, or are no longer all kept.
    std::optional<std::vector<EntryPtr>> since(std::uint64_t since, std::size_t limit, std::size_t max_weight) const;

    // The session's ids; nullptr when they are not in memory.
    RecentIds* ids(const SessionId& session);
    // Puts them in memory, empty if they are not there yet.
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
