// Suggests the known word that a mistyped word may mean.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace papo {

// The word of `known` at the least edit distance from `word` (insert, remove, replace, swap neighbours); empty when the
// distance is more than a third of the word's letters, or the word is longer than 64 bytes.
std::string nearest(std::string_view word, std::span<const std::string> known);

}  // namespace papo
