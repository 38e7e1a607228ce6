// Writes JSON directly into a string, without a tree: the server's objects are small and of known shape.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace papo {

// Appends `text` (valid UTF-8) in quotes, escaped by RFC 8259 section 7.
void append_json_string(std::string& out, std::string_view text);
void append_number(std::string& out, std::uint64_t number);

}  // namespace papo
