#include "papo/store/room_table.h"

#include <algorithm>
#include <cassert>
#include <utility>

namespace papo::store {

Resident* RoomTable::find(std::string_view name) {
    const auto at = rooms_.find(name);
    return at == rooms_.end() ? nullptr : at->second.get();
}

Resident& RoomTable::put(chat::RoomRecord record) {
    const auto name = record.name;
    auto& room = rooms_[name];
    assert(!room);
    room = std::make_unique<Resident>(std::move(record));
    room->idle = idle_.insert(idle_.begin(), name);
    absent_.erase(name);
    forgotten_.erase(name);
    return *room;
}

void RoomTable::forget(Resident& room, Position at) {
    const auto name = room.name();
    forgotten_[name] = at;
    if (!room.held) idle_.erase(room.idle);
    rooms_.erase(name);
}

void RoomTable::hold(Resident& room) {
    if (std::exchange(room.held, true)) return;
    idle_.erase(room.idle);
}

void RoomTable::release(Resident& room) {
    if (!std::exchange(room.held, false)) return;
    room.idle = idle_.insert(idle_.begin(), room.name());
}

void RoomTable::note_growth(Resident& room) {
    if (!std::exchange(room.grown, true)) grown_.push_back(room.name());
}

bool RoomTable::is_extending(std::string_view room) const {
    return std::any_of(extending_.begin(), extending_.end(), [&](const auto& each) { return each.second == room; });
}

void RoomTable::trim_tails(const RoomLimits& limits) {
    const auto share = limits.tails_bytes / std::max<std::size_t>(rooms_.size(), 1);
    const auto tail = std::clamp(share, limits.least_tail, limits.tail_bytes);
    for (const auto& name : std::exchange(grown_, {})) {
        auto* room = find(name);
        if (room == nullptr) continue;
        room->grown = false;
        if (is_extending(name)) {
            note_growth(*room);
        } else {
            room->trim(tail);
        }
    }
}

void RoomTable::trim(const RoomLimits& limits, Position folded) {
    trim_tails(limits);
    absent_.clear();
    std::erase_if(forgotten_, [folded](const auto& gone) { return gone.second <= folded; });
    while (idle_.size() > limits.idle_rooms) {
        const auto at = rooms_.find(idle_.back());
        const auto& room = *at->second;
        if (room.last > folded || room.proposals() > 0 || is_extending(room.name())) return;
        idle_.pop_back();
        rooms_.erase(at);
    }
}

}  // namespace papo::store
