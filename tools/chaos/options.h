// What to do and how much of it, from the command line.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "dice.h"

namespace papo::chaos {

struct Options {
    std::uint64_t kills = 300;
    std::uint64_t between_min = 50;  // ms from readiness to the next end
    std::uint64_t between_max = 900;
    std::uint64_t seconds = 5;  // of mischief at least
    std::uint64_t seed = 0;
    std::size_t writers = 6;
    std::size_t readers = 6;
    std::size_t rooms = 4;
    std::uint64_t floods = 12;  // of a reader that does not read
    std::string server = "build/papo";
    std::vector<std::string> server_options;
    bool keep = false;
};

// Absent when there is nothing to do but to exit with `exit_code`.
std::optional<Options> read_options(int argc, char** argv, int& exit_code);

}  // namespace papo::chaos
