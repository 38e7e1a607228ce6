#include "papo/proto/http_range.h"

#include <algorithm>
#include <optional>

#include "papo/base/text.h"

namespace papo::proto {
namespace {

constexpr std::size_t max_ranges = 16;

// One range-spec; `exists` tells whether the representation has any of it. Absent when malformed.
std::optional<ByteRange> parse_one(std::string_view spec, std::uint64_t size, bool& exists) {
    const auto dash = spec.find('-');
    if (dash == std::string_view::npos) return std::nullopt;
    const auto before = spec.substr(0, dash);
    const auto after = spec.substr(dash + 1);
    if (before.empty()) {
        const auto suffix = parse_decimal(after);
        if (!suffix) return std::nullopt;
        exists = *suffix > 0 && size > 0;
        return ByteRange{size - std::min(size, *suffix), size - 1};
    }
    const auto first = parse_decimal(before);
    const auto last = after.empty() ? std::optional{UINT64_MAX} : parse_decimal(after);
    if (!first || !last || *last < *first) return std::nullopt;
    exists = *first < size;
    return ByteRange{*first, std::min(*last, size - 1)};
}

std::string_view next_in_list(std::string_view& list) {
    const auto item = list.substr(0, list.find(','));
    list.remove_prefix(std::min(list.size(), item.size() + 1));
    const auto first = item.find_first_not_of(" \t");
    return first == std::string_view::npos ? std::string_view{}
                                           : item.substr(first, item.find_last_not_of(" \t") - first + 1);
}

}  // namespace

Ranges parse_range(std::string_view header, std::uint64_t size) {
    constexpr std::string_view unit = "bytes=";
    if (!iequals(header.substr(0, unit.size()), unit)) return {};
    Ranges result;
    std::size_t asked = 0;
    for (auto list = header.substr(unit.size()); !list.empty();) {
        const auto spec = next_in_list(list);
        if (spec.empty()) continue;
        bool exists = false;
        const auto range = parse_one(spec, size, exists);
        if (!range || ++asked > max_ranges) return {};
        if (exists) result.ranges.push_back(*range);
    }
    result.unsatisfiable = asked > 0 && result.ranges.empty();
    return result;
}

}  // namespace papo::proto
