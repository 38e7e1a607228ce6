// The head of an HTTP/1.1 answer as text.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "papo/proto/http_request.h"

namespace papo::proto {

// RFC 9110 section 15; "Unknown" for a code that papo never sends.
std::string_view reason_phrase(int status);

// Status line, `ready` (lines that are written already), `headers` in their order, Date, Content-Length if there is
// one, Connection (what `headers` say of it, and close), and the empty line.
std::string make_head(int status, std::string_view ready, std::span<const HttpHeader> headers,
                      std::optional<std::uint64_t> content_length, bool keep_alive, std::string_view date);

void append_line(std::string& head, std::string_view name, std::string_view value);

}  // namespace papo::proto
