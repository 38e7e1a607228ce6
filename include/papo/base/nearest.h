// What somebody who mistyped a word may have meant.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace papo {

// The one of `known` that `word` becomes with the fewest letters inserted, removed, replaced or swapped with the next;
// empty when even that one needs more than a third of them, or the word is longer than 64 bytes.
std::string nearest(std::string_view word, std::span<const std::string> known);

}  // namespace papo
