// An HTTP answer before it is written: status, headers, and a body that is text, shared memory or part of a file.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "papo/app/static_files.h"
#include "papo/app/upload.h"
#include "papo/app/upload_store.h"
#include "papo/net/connection.h"
#include "papo/proto/http_parser.h"

namespace papo::app {

// Bytes [offset, offset + length) of an open file.
struct FileSlice {
    net::Fd file;
    std::uint64_t offset = 0;
    std::uint64_t length = 0;
};

struct HttpAnswer {
    int status = 200;
    std::vector<proto::HttpHeader> headers;
    std::variant<std::string, net::SharedBytes, FileSlice> body;
    bool close = false;  // the connection ends after it
};

HttpAnswer json_answer(int status, std::string json);
// {"success":false,"code":…,"error":…}
HttpAnswer refusal_answer(const HttpRefusal& refusal);
// The same for what is refused only now: with Retry-After.
HttpAnswer later_answer(const HttpRefusal& refusal, std::uint32_t after_seconds);
inline constexpr std::string_view full_for_address =
    "your address has as many connections as one may have; close some, or try again later";
// A file of the web client, or 304.
HttpAnswer static_answer(const StaticFile& file, const proto::HttpRequest& request);
// An uploaded file: whole, a range (206, 416), or 304. `name` is what the sender called it, empty when unknown.
HttpAnswer stored_answer(StoredFile file, std::string_view stored_name, std::string_view name, bool download,
                         const proto::HttpRequest& request);

// Queues head and body. HEAD's answers and 304 carry the length of a body that is not sent (RFC 9110 section 8.6).
void write_answer(net::Connection& connection, HttpAnswer answer, bool head_only, bool keep_alive,
                  std::int64_t wall_ms);

}  // namespace papo::app
