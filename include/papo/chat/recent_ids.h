// The ids of what one session has said lately in one room: at least the last 1,000, at most twice as many. Holds a
// hash of each, so that an id costs 16 bytes whatever its length; whoever finds one looks at the entry itself.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace papo::chat {

class RecentIds {
public:
    static constexpr std::size_t at_least = 1000;
    // Stands for the seq of an entry that was proposed and is not stored yet; greater than every seq.
    static constexpr std::uint64_t proposed = UINT64_MAX;

    // `seq` is not 0. Replaces what the same id had before.
    void add(std::string_view id, std::uint64_t seq);
    // The seq that was said under this id, or (once in 2^40 messages) under another of the same hash; 0 if none was.
    std::uint64_t find(std::string_view id) const;
    // Takes back what add() noted last for this id.
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
