// One actor's random numbers, from the seed and the actor's number, so that a seed repeats the same plan.
#pragma once

#include <chrono>
#include <cstdint>
#include <random>

namespace papo::chaos {

using Millis = std::chrono::milliseconds;

class Dice {
public:
    Dice(std::uint64_t seed, std::uint64_t actor) {
        std::seed_seq mixed{seed, seed >> 32U, actor};
        engine_.seed(mixed);
    }

    bool chance(double probability) { return std::bernoulli_distribution(probability)(engine_); }
    std::uint64_t between(std::uint64_t low, std::uint64_t high) {
        return std::uniform_int_distribution<std::uint64_t>(low, high)(engine_);
    }
    // 1 to 2^bits. Each power of two is equally likely, so small numbers are frequent and large ones occur.
    std::uint64_t spread(unsigned bits) {
        const auto ceiling = std::uint64_t{1} << between(0, bits);
        return between((ceiling + 1) / 2, ceiling);
    }
    Millis millis(std::uint64_t low, std::uint64_t high) { return Millis(between(low, high)); }

private:
    std::mt19937_64 engine_;
};

}  // namespace papo::chaos
