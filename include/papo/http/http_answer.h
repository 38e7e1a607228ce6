// An HTTP answer before it is written: status, headers, and a body that is text, shared memory, part of a file, or
// several of these behind each other.
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
    bool close = false;        // the connection ends after it
    std::string_view lines{};  // of the head, written already and kept by somebody else; `headers` come behind them
    std::string code{};        // of a refusal
};

HttpAnswer json_answer(int status, std::string json);
// {"success":false,"code":…,"error":…}
HttpAnswer refusal_answer(const uploads::HttpRefusal& refusal);
// The same for what is refused only now: with Retry-After.
HttpAnswer later_answer(const uploads::HttpRefusal& refusal, std::uint32_t after_seconds);
inline constexpr std::string_view full_for_address =
    "your address has as many connections as one may have; close some, or try again later";

// Adds the headers that every answer has; a Content-Security-Policy only where there is none.
void add_policies(HttpAnswer& answer);
// Whether the body comes from a file.
bool sends_file(const HttpAnswer& answer);
// The head as text, with what every answer says of itself.
std::string head_of(HttpAnswer& answer, bool keep_alive, std::int64_t wall_ms);
// Queues head and body. HEAD's answers carry the length of a body that is not sent (RFC 9110 section 8.6).
void write_answer(net::Connection& connection, HttpAnswer answer, bool head_only, bool keep_alive,
                  std::int64_t wall_ms);

}  // namespace papo::http
