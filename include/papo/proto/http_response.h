// The head of an HTTP/1.1 answer as text.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "papo/proto/http_request.h"

namespace papo::proto {

// RFC 9110 section 15; "Unknown" for codes that papo never sends.
std::string_view reason_phrase(int status);

// Writes the status line, `ready` (complete lines), `headers` in their order, Date, Content-Length if given, Connection
// (the value from `headers`, and close), and the empty line.
std::string make_head(int status, std::string_view ready, std::span<const HttpHeader> headers,
                      std::optional<std::uint64_t> content_length, bool keep_alive, std::string_view date);

void append_line(std::string& head, std::string_view name, std::string_view value);

}  // namespace papo::proto
