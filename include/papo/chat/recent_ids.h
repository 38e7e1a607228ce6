// The ids of a session's recent messages in one room: at least the last 1,000, at most 2,000. Only a hash of each id is
// held, so an id costs 16 bytes; the caller of find() compares with the entry itself.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace papo::chat {

class RecentIds {
public:
    static constexpr std::size_t at_least = 1000;
    // In place of the seq of an entry that is proposed but not stored yet; greater than every seq.
    static constexpr std::uint64_t proposed = UINT64_MAX;

    // `seq` is not 0. Replaces an earlier seq of the same id.
    void add(std::string_view id, std::uint64_t seq);
    // The seq of this id, or (once in 2^40 messages) of another id with the same hash; 0 if there is none.
    std::uint64_t find(std::string_view id) const;
    // Undoes the last add() of this id.
    void remove(std::string_view id);

private:
    struct Slot {
        std::uint64_t hash = 0;
        std::uint64_t seq = 0;  // 0: free
    };
    // Open addressing; never more than half full.
    struct Generation {
        std::vector<Slot> slots;
        std::size_t used = 0;
    };

    static Slot* place_of(Generation& generation, std::uint64_t hash);
    static const Slot* find_in(const Generation& generation, std::uint64_t hash);
    static void grow(Generation& generation);

    Generation current_;
    Generation previous_;  // full when `current_` began
};

}  // namespace papo::chat
