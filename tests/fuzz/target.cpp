#include "tests/fuzz/target.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>

namespace papo::fuzz {

std::span<const Target> targets() {
    static constexpr auto all = std::to_array<Target>({
        {"http", http},
        {"journal", journal},
        {"media", media},
        {"multipart", multipart},
        {"websocket", websocket},
        {"wire", wire},
    });
    return all;
}

void require(bool holds, std::string_view what) {
    if (holds) return;
    std::fprintf(stderr, "does not hold: %.*s\n", static_cast<int>(what.size()), what.data());
    std::abort();
}

void require_equal(const std::string& left, const std::string& right, std::string_view what) {
    if (left == right) return;
    std::fprintf(stderr, "---- one way:\n%s\n---- the other way:\n%s\n", left.c_str(), right.c_str());
    require(false, what);
}

std::vector<char> exact(std::string_view bytes) {
    return {bytes.begin(), bytes.end()};
}

std::vector<std::vector<char>> pieces_of(std::string_view bytes) {
    std::uint64_t dice = 0x9E3779B97F4A7C15;  // splitmix64's constants
    for (const char c : bytes) dice = (dice ^ static_cast<std::uint8_t>(c)) * 0xBF58476D1CE4E5B9;
    std::vector<std::vector<char>> pieces;
    while (!bytes.empty()) {
        dice = (dice ^ (dice >> 27U)) * 0x94D049BB133111EB;
        // Mostly a few bytes, sometimes many, to reach both sides of each buffer's edge.
        const std::size_t most = (dice >> 60U) < 12 ? 8 : 4096;
        const auto size = std::min<std::size_t>(bytes.size(), 1 + (dice >> 32U) % most);
        pieces.push_back(exact(bytes.substr(0, size)));
        bytes.remove_prefix(size);
    }
    return pieces;
}

}  // namespace papo::fuzz
