// Byte ranges (RFC 9110 section 14).
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace papo::proto {

// Positions, both included.
struct ByteRange {
    std::uint64_t first = 0;
    std::uint64_t last = 0;

    std::uint64_t size() const { return last - first + 1; }
};

struct Ranges {
    std::vector<ByteRange> ranges;  // empty: the header is to be ignored, unless
    bool unsatisfiable = false;     // none of the ranges asked for exists
};

// Reads a Range header for a representation of `size` bytes. Ranges that overlap, or lie so close together that a
// part's head would cost more than the gap, become one (section 15.3.7.2); so all together are never more than the
// representation. Other units, malformed sets and more than 16 ranges are ignored (section 14.2).
Ranges parse_range(std::string_view header, std::uint64_t size);

}  // namespace papo::proto
