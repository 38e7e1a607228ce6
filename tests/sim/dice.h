// The one source of chance in a simulated run; one seed gives one run.
#pragma once

#include <cstdint>
#include <random>
#include <vector>

namespace papo::sim {

class Dice {
public:
    explicit Dice(std::uint64_t seed) : engine_(seed) {}

    // 0 to n - 1. The small bias of the remainder does not matter here.
    std::uint64_t below(std::uint64_t n) { return engine_() % n; }
    std::uint64_t between(std::uint64_t least, std::uint64_t most) { return least + below(most - least + 1); }
    bool chance(unsigned percent) { return below(100) < percent; }
    template <typename T>
    T& pick(std::vector<T>& items) {
        return items[static_cast<std::size_t>(below(items.size()))];
    }
    template <typename T>
    const T& pick(const std::vector<T>& items) {
        return items[static_cast<std::size_t>(below(items.size()))];
    }

private:
    std::mt19937_64 engine_;
};

}  // namespace papo::sim
