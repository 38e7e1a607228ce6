// The newest messages of each room as their first reader got them. A delivery that is equal byte for byte needs no
// scanning, which is several times as fast and checks more.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "tools/bench/load/message_scanner.h"

namespace papo::load {

class KnownMessages {
public:
    explicit KnownMessages(std::size_t rooms) : slots_(rooms * in_room) {}

    // nullptr when the payload differs from that room's message `seq` as it was first seen, or when that was too long
    // ago.
    const Sighting* find(std::uint32_t room, std::uint64_t seq, std::string_view payload) const {
        const auto& slot = slots_[place(room, seq)];
        return slot.sighting.seq == seq && slot.payload == payload ? &slot.sighting : nullptr;
    }
    void keep(std::uint32_t room, const Sighting& sighting, std::string_view payload) {
        auto& slot = slots_[place(room, sighting.seq)];
        if (sighting.seq > slot.sighting.seq) slot = {sighting, std::string(payload)};
    }

private:
    static constexpr std::size_t in_room = 256;  // as many as are under way, so that the processor's cache holds them
    struct Slot {
        Sighting sighting;
        std::string payload;
    };

    static std::size_t place(std::uint32_t room, std::uint64_t seq) { return room * in_room + seq % in_room; }

    std::vector<Slot> slots_;
};

}  // namespace papo::load
