// JSON written straight into a string: what the server says is small and of known shape, and one message goes
// to many, so it is written once, without a tree in between.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace papo {

// Appends `text` (valid UTF-8) in quotes, escaped as RFC 8259 section 7 wants it.
void append_json_string(std::string& out, std::string_view text);
void append_number(std::string& out, std::uint64_t number);

}  // namespace papo
