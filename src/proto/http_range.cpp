#include "papo/proto/http_range.h"

#include <algorithm>
#include <limits>
#include <optional>

#include "papo/base/text.h"
#include "papo/proto/http_chars.h"

namespace papo::proto {
namespace {

constexpr std::size_t max_ranges = 16;
constexpr std::uint64_t closest = 128;  // minimum gap in bytes between two ranges: about a part's head

// A position beyond 64 bits is beyond every representation: it becomes the largest number.
std::optional<std::uint64_t> parse_position(std::string_view digits) {
    if (digits.empty() || !std::all_of(digits.begin(), digits.end(), is_digit)) return std::nullopt;
    return parse_decimal(digits).value_or(std::numeric_limits<std::uint64_t>::max());
}

// Reads one range-spec; nothing when malformed. `exists`: whether the representation has any of its bytes.
std::optional<ByteRange> parse_one(std::string_view spec, std::uint64_t size, bool& exists) {
    const auto dash = spec.find('-');
    if (dash == std::string_view::npos) return std::nullopt;
    const auto before = spec.substr(0, dash);
    const auto after = spec.substr(dash + 1);
    if (before.empty()) {
        const auto suffix = parse_position(after);
        if (!suffix) return std::nullopt;
        exists = *suffix > 0;
        return ByteRange{size - std::min(size, *suffix), size - 1};
    }
    const auto first = parse_position(before);
    const auto last = after.empty() ? std::optional{std::numeric_limits<std::uint64_t>::max()} : parse_position(after);
    if (!first || !last || *last < *first) return std::nullopt;
    exists = *first < size;
    return ByteRange{*first, std::min(*last, size - 1)};
}

bool are_close(const ByteRange& a, const ByteRange& b) {
    const auto& [lower, upper] = a.first <= b.first ? std::pair{a, b} : std::pair{b, a};
    return upper.first <= lower.last || upper.first - lower.last <= closest;
}

// Keeps the requested order; a merged range takes the place of the first range in it.
void add(std::vector<ByteRange>& ranges, ByteRange range) {
    auto place = ranges.size();
    for (std::size_t i = 0; i < ranges.size();) {
        if (!are_close(ranges[i], range)) {
            ++i;
            continue;
        }
        range = {std::min(range.first, ranges[i].first), std::max(range.last, ranges[i].last)};
        ranges.erase(ranges.begin() + static_cast<std::ptrdiff_t>(i));
        place = std::min(place, i);
        i = 0;  // the merged range may be close to others
    }
    ranges.insert(ranges.begin() + static_cast<std::ptrdiff_t>(std::min(place, ranges.size())), range);
}

}  // namespace

Ranges parse_range(std::string_view header, std::uint64_t size) {
    constexpr std::string_view unit = "bytes=";
    if (!iequals(header.substr(0, unit.size()), unit)) return {};
    Ranges result;
    std::size_t asked = 0;
    for (auto list = header.substr(unit.size()); !list.empty();) {
        const auto spec = take_element(list);
        if (spec.empty()) continue;
        bool exists = false;
        // A suffix of an empty representation is satisfiable, but Content-Range cannot express it: ignore the header.
        if (size == 0 && spec.front() == '-') return {};
        const auto range = parse_one(spec, size, exists);
        if (!range || ++asked > max_ranges) return {};
        if (exists) add(result.ranges, *range);
    }
    result.unsatisfiable = asked > 0 && result.ranges.empty();
    return result;
}

}  // namespace papo::proto
