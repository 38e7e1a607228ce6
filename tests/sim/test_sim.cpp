// PAPO_SIM_SEEDS=n runs n seeds of each kind; PAPO_SIM_SEED=x runs only seed x.
#include <gtest/gtest.h>

#include <cstdlib>
#include <exception>
#include <filesystem>
#include <optional>

#include "tests/sim/world.h"

namespace papo::sim {
namespace {

std::optional<std::uint64_t> number_of(const char* variable) {
    const char* text = std::getenv(variable);
    if (text == nullptr) return std::nullopt;
    return std::strtoull(text, nullptr, 10);
}

// Uses a file system in memory: fsync on a disk costs more than the rest of the run, and these tests do not need it.
void prefer_memory_for_files() {
    if (std::filesystem::is_directory("/dev/shm")) ::setenv("TMPDIR", "/dev/shm", 0);
}

void run_seeds(Keeps keeps, std::uint64_t usual) {
    prefer_memory_for_files();
    const auto only = number_of("PAPO_SIM_SEED");
    const auto first = only.value_or(1);
    const auto last = only ? first : number_of("PAPO_SIM_SEEDS").value_or(usual);
    for (auto seed = first; seed <= last; ++seed) {
        try {
            World(seed, keeps).run();
        } catch (const std::exception& broken) {
            ADD_FAILURE() << broken.what() << "\n  again: PAPO_SIM_SEED=" << seed;
            return;
        }
    }
}

TEST(World, ShouldHoldItsPromisesInMemory) {
    run_seeds(Keeps::memory, 500);
}

TEST(World, ShouldHoldItsPromisesOnADiskThatFails) {
    run_seeds(Keeps::disk, 150);
}

}  // namespace
}  // namespace papo::sim
