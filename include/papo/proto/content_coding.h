// Which coding of a content a client wants: Accept-Encoding (RFC 9110 section 12.5.3).
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace papo::proto {

enum class Coding : std::uint8_t { identity, gzip };

// What to answer with out of identity and, where `has_gzip`, gzip: what the client likes best, gzip where it likes both
// alike. Without a header (nullptr) it is identity. Absent when it takes neither. Elements of the list that are
// malformed count for nothing.
std::optional<Coding> choose_coding(const std::string* accept_encoding, bool has_gzip);

}  // namespace papo::proto
