#include "tools/bench/load/ledger.h"

namespace papo::load {
namespace {

constexpr std::uint64_t unknown = UINT64_MAX;     // no reader has had this number yet
constexpr std::uint64_t max_hole = 1'000'000ULL;  // a number further off is a fault, not an index

}  // namespace

Ledger::Ledger(std::size_t readers, std::size_t rooms) : rooms_(rooms), readers_(readers) {
    for (std::size_t i = 0; i < readers; ++i) {
        readers_[i].room = static_cast<std::uint32_t>(i % rooms);
        ++rooms_[room_of(i)].members;
    }
}

void Ledger::joined(std::size_t reader, std::uint64_t seq) {
    readers_[reader].next = seq + 1;
}

void Ledger::sent(std::size_t sender, std::int64_t due) {
    auto& room = rooms_[room_of(sender)];
    sent_.push_back({due, static_cast<std::uint32_t>(sender), room_of(sender)});
    ++room.sent;
    expected_ += room.members;
}

// Costs the same whatever the number of messages and readers; runs once for each delivery.
const SentMessage* Ledger::received(std::size_t reader, const Sighting& sighting) {
    auto& own = readers_[reader];
    if (sighting.id >= sent_.size() || sent_[sighting.id].room != room_of(reader)) {
        ++faults_.foreign;
        return nullptr;
    }
    const auto& message = sent_[sighting.id];
    if (sighting.seq != 0 && !check_number(own, rooms_[message.room], sighting)) return nullptr;
    ++own.received;
    ++delivered_;
    return &message;
}

// The first reader of a number defines its message, and all others must get the same. False when it came before.
bool Ledger::check_number(Reader& reader, Room& room, const Sighting& sighting) {
    if (reader.next == 0) reader.next = sighting.seq;
    if (sighting.seq < reader.next) {
        ++faults_.duplicate;
        return false;
    }
    faults_.gaps += sighting.seq - reader.next;
    reader.next = sighting.seq + 1;
    if (room.order.empty()) room.first = sighting.seq;
    const auto place = sighting.seq - room.first;
    if (place >= room.order.size() + max_hole) return true;
    if (place >= room.order.size()) room.order.resize(place + 1, unknown);
    if (room.order[place] == unknown) room.order[place] = sighting.id;
    if (room.order[place] != sighting.id) ++faults_.disorder;
    return true;
}

Faults Ledger::faults() const {
    auto all = faults_;
    for (std::size_t i = 0; i < readers_.size(); ++i) {
        const auto due = rooms_[room_of(i)].sent;
        if (readers_[i].received < due) all.lost += due - readers_[i].received;
        if (readers_[i].received > due) all.duplicate += readers_[i].received - due;
    }
    return all;
}

}  // namespace papo::load
