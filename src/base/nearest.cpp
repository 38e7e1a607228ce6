#include "papo/base/nearest.h"

#include <algorithm>
#include <array>

namespace papo {
namespace {

constexpr std::size_t longest = 64;

using Row = std::array<std::size_t, longest + 1>;

// Optimal string alignment: Levenshtein's distance, with a swap of neighbours as one step.
std::size_t distance(std::string_view a, std::string_view b) {
    Row before{};
    Row last{};
    Row row{};
    for (std::size_t j = 0; j <= b.size(); ++j) last[j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const bool same = a[i - 1] == b[j - 1];
            row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + (same ? 0 : 1)});
            const bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
            if (swapped) row[j] = std::min(row[j], before[j - 2] + 1);
        }
        before = last;
        last = row;
    }
    return last[b.size()];
}

}  // namespace

std::string nearest(std::string_view word, std::span<const std::string> known) {
    std::string best;
    std::size_t steps = word.size() / 3 + 1;
    if (word.size() > longest) return best;
    for (const auto& each : known) {
        if (each.size() > longest) continue;
        const auto needed = distance(word, each);
        if (needed >= steps) continue;
        steps = needed;
        best = each;
    }
    return best;
}

}  // namespace papo
