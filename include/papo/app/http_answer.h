// An HTTP answer before it is written: status, headers, and a body that is text, shared memory, part of a file, or
// several of these behind each other.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "papo/app/body_part.h"
#include "papo/app/static_files.h"
#include "papo/app/upload.h"
#include "papo/app/upload_store.h"
#include "papo/net/connection.h"
#include "papo/proto/content_coding.h"
#include "papo/proto/http_parser.h"

namespace papo::app {

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
HttpAnswer refusal_answer(const HttpRefusal& refusal);
// The same for what is refused only now: with Retry-After.
HttpAnswer later_answer(const HttpRefusal& refusal, std::uint32_t after_seconds);
inline constexpr std::string_view full_for_address =
    "your address has as many connections as one may have; close some, or try again later";
// A file of the web client in the coding that suits the request: whole, ranges of it, or what the request's conditions
// make of it.
HttpAnswer static_answer(const StaticFile& file, const proto::HttpRequest& request);
// The lines of its head but for the few that change from answer to answer, when the answer is all of the file.
std::string static_lines(const StaticFile& file, proto::Coding coding);
// An uploaded file, likewise. `name` is what the sender called it, empty when unknown; it is told with a `download`
// and with what is not shown in place (see is_shown).
HttpAnswer stored_answer(StoredFile file, std::string_view stored_name, std::string_view name, bool download,
                         const proto::HttpRequest& request);
// Whether a browser may show an uploaded file of this media type in place; all others are attachments.
bool is_shown(std::string_view type);
// `answer` to a GET or HEAD of what has no validators, unless the request's conditions want another.
HttpAnswer conditional_answer(HttpAnswer answer, const proto::HttpRequest& request);

// Whether the body comes from a file.
bool sends_file(const HttpAnswer& answer);
// The head as text, with what every answer says of itself.
std::string head_of(HttpAnswer& answer, bool keep_alive, std::int64_t wall_ms);
// Queues head and body. HEAD's answers carry the length of a body that is not sent (RFC 9110 section 8.6).
void write_answer(net::Connection& connection, HttpAnswer answer, bool head_only, bool keep_alive,
                  std::int64_t wall_ms);

}  // namespace papo::app
