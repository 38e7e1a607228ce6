// The rooms in memory: those that are held, and those that were used last. It also knows for a while which rooms do
// not exist.
#pragma once

#include <cstddef>
#include <cstdint>
#include <list>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "papo/chat/ids.h"
#include "papo/chat/room_log.h"
#include "papo/store/journal.h"

namespace papo::store {

struct RoomLimits {
    std::size_t tail_bytes = 1U << 20U;     // of a room's log in memory
    std::size_t tails_bytes = 128U << 20U;  // of all rooms' together; each gets its share, but at least
    std::size_t least_tail = 16U << 10U;    // this much
    std::size_t idle_rooms = 64;            // that are not held
};

// A room in memory.
struct Resident : chat::RoomLog {
    explicit Resident(chat::RoomRecord known) : RoomLog(std::move(known)), proposed_ts(record().ts) {}
    std::int64_t proposed_ts;        // of the newest entry that was ever proposed
    std::optional<std::size_t> run;  // the index of its run in the current turn
    Position last;                   // of the last record about the room

private:
    friend class RoomTable;
    bool held = false;
    bool grown = false;                     // in RoomTable::grown_
    std::list<std::string>::iterator idle;  // in RoomTable::idle_, unless the room is held
};

class RoomTable {
public:
    // nullptr when the room is not in memory. Valid until the next trim(), or while it is held.
    Resident* find(std::string_view name);
    // Whether the room is known not to exist.
    bool is_absent(std::string_view name) const { return absent_.contains(name) || is_forgotten(name); }
    // Whether it was deleted and what the disk tells of it may be older.
    bool is_forgotten(std::string_view name) const { return forgotten_.contains(name); }
    std::size_t size() const { return rooms_.size(); }

    // The room must not be in memory.
    Resident& put(chat::RoomRecord record);
    // Remembers until the next trim() that the room does not exist.
    void put_absent(std::string_view name) { absent_.emplace(name); }
    // Removes the room; the record at `at` deletes it from the disk. `room` is invalid afterwards.
    void forget(Resident& room, Position at);

    // A held room stays in memory.
    void hold(Resident& room);
    void release(Resident& room);

    // Tells that the room's tail is longer than before.
    void note_growth(Resident& room);
    // Keeps the room and its tail whole, so that the older entries which `ticket` waits for join it without a gap.
    void begin_extending(chat::Ticket ticket, const Resident& room) { extending_[ticket] = room.name(); }
    void end_extending(chat::Ticket ticket) { extending_.erase(ticket); }

    // Removes what exceeds the limits and is in the database, where `folded` is the end of what is.
    void trim(const RoomLimits& limits, Position folded);

private:
    bool is_extending(std::string_view room) const;
    void trim_tails(const RoomLimits& limits);

    std::map<std::string, std::unique_ptr<Resident>, std::less<>> rooms_;
    std::list<std::string> idle_;                             // not held, the one released last first
    std::vector<std::string> grown_;                          // their tail is longer than before
    std::map<chat::Ticket, std::string> extending_;           // somebody waits for a longer tail
    std::set<std::string, std::less<>> absent_;               // known not to exist
    std::map<std::string, Position, std::less<>> forgotten_;  // and the record that deletes each, until it is folded
};

}  // namespace papo::store
