// Content negotiation by Accept-Encoding (RFC 9110 section 12.5.3).
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace papo::proto {

enum class Coding : std::uint8_t { identity, gzip };

// The coding that the client prefers among identity and, with `has_gzip`, gzip; gzip when it prefers neither. Identity
// without a header (nullptr); nothing when the client accepts neither. Ignores malformed list elements.
std::optional<Coding> choose_coding(const std::string* accept_encoding, bool has_gzip);

}  // namespace papo::proto
