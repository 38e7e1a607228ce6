// Byte ranges (RFC 9110 section 14).
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace papo::proto {

// The first and the last position, both included.
struct ByteRange {
    std::uint64_t first = 0;
    std::uint64_t last = 0;

    std::uint64_t size() const { return last - first + 1; }
};

struct Ranges {
    std::vector<ByteRange> ranges;  // empty and not unsatisfiable: ignore the header
    bool unsatisfiable = false;     // no requested range exists
};

// Reads a Range header for a representation of `size` bytes. Merges ranges that overlap or whose gap is smaller than a
// part's head (section 15.3.7.2), so all ranges together are never larger than the representation. Ignores other units,
// malformed sets and more than 16 ranges (section 14.2).
Ranges parse_range(std::string_view header, std::uint64_t size);

}  // namespace papo::proto
