// An HTTP answer before it is written: status, headers, and a body of text, shared memory, file slices, or several
// of these in a row.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "papo/http/body_part.h"
#include "papo/net/connection.h"
#include "papo/proto/http_request.h"
#include "papo/uploads/upload.h"

namespace papo::http {

struct HttpAnswer {
    int status = 200;
    std::vector<proto::HttpHeader> headers;
    std::variant<std::string, net::SharedBytes, FileSlice, std::vector<BodyPart>> body;
    bool close = false;        // the connection ends after the answer
    std::string_view lines{};  // header lines written before, which outlive the answer; `headers` follow them
    std::string code{};        // of a refusal
};

HttpAnswer json_answer(int status, std::string json);
// {"success":false,"code":…,"error":…}
HttpAnswer refusal_answer(const uploads::HttpRefusal& refusal);
// The same with Retry-After, when the request may succeed later.
HttpAnswer later_answer(const uploads::HttpRefusal& refusal, std::uint32_t after_seconds);
inline constexpr std::string_view full_for_address =
    "your address has as many connections as one may have; close some, or try again later";

// Adds the headers that every answer has; keeps a Content-Security-Policy that is there.
void add_policies(HttpAnswer& answer);
// Whether the body comes from a file.
bool sends_file(const HttpAnswer& answer);
// The head as text, with Date, Connection and the policies.
std::string head_of(HttpAnswer& answer, bool keep_alive, std::int64_t wall_ms);
// Queues head and body. An answer to HEAD states the length of the body without the body (RFC 9110 section 8.6).
void write_answer(net::Connection& connection, HttpAnswer answer, bool head_only, bool keep_alive,
                  std::int64_t wall_ms);

}  // namespace papo::http
