// Bytes of journals that this papo does not write: of 0.1.0, and of a version to come.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace papo::test {

// A record as 0.1.0 wrote it, behind the eight bytes "papolog1".
std::string old_record(std::string_view payload);
// The head of a segment of that format, which has more in it than ours.
std::string head_of_format(std::uint32_t format);

}  // namespace papo::test
