#include "papo/chat/recent_ids.h"

#include <functional>
#include <utility>

namespace papo::chat {
namespace {

constexpr std::size_t first_slots = 16;

std::uint64_t hash_of(std::string_view id) {
    return std::hash<std::string_view>{}(id);
}

}  // namespace

// The hash's slot, or the free slot where it belongs.
RecentIds::Slot* RecentIds::place_of(Generation& generation, std::uint64_t hash) {
    const auto mask = generation.slots.size() - 1;
    for (auto at = static_cast<std::size_t>(hash) & mask;; at = (at + 1) & mask) {
        auto& slot = generation.slots[at];
        if (slot.seq == 0 || slot.hash == hash) return &slot;
    }
}

const RecentIds::Slot* RecentIds::find_in(const Generation& generation, std::uint64_t hash) {
    if (generation.slots.empty()) return nullptr;
    const auto* slot = place_of(const_cast<Generation&>(generation), hash);
    return slot->seq == 0 ? nullptr : slot;
}

void RecentIds::grow(Generation& generation) {
    const auto size = generation.slots.empty() ? first_slots : generation.slots.size() * 2;
    const auto old = std::exchange(generation.slots, std::vector<Slot>(size));
    for (const auto& slot : old) {
        if (slot.seq != 0) *place_of(generation, slot.hash) = slot;
    }
}

void RecentIds::add(std::string_view id, std::uint64_t seq) {
    if (current_.used == at_least) {
        previous_ = std::exchange(current_, Generation{});
    }
    if (current_.used * 2 >= current_.slots.size()) grow(current_);
    const auto hash = hash_of(id);
    auto* slot = place_of(current_, hash);
    if (slot->seq == 0) ++current_.used;
    *slot = {hash, seq};
}

std::uint64_t RecentIds::find(std::string_view id) const {
    const auto hash = hash_of(id);
    if (const auto* slot = find_in(current_, hash)) return slot->seq;
    if (const auto* slot = find_in(previous_, hash)) return slot->seq;
    return 0;
}

// Frees the slot: otherwise messages refused by a full disk would push out the ids of stored ones.
void RecentIds::remove(std::string_view id) {
    auto& slots = current_.slots;
    if (slots.empty()) return;
    auto* slot = place_of(current_, hash_of(id));
    if (slot->seq == 0) return;
    // Backward-shift deletion: a search ends at the first free slot, so later slots move up into the hole where their
    // hashes allow it.
    const auto mask = slots.size() - 1;
    auto hole = static_cast<std::size_t>(slot - slots.data());
    for (auto at = (hole + 1) & mask; slots[at].seq != 0; at = (at + 1) & mask) {
        const auto home = static_cast<std::size_t>(slots[at].hash) & mask;
        if (((at - home) & mask) < ((at - hole) & mask)) continue;
        slots[hole] = slots[at];
        hole = at;
    }
    slots[hole] = {};
    --current_.used;
}

}  // namespace papo::chat
