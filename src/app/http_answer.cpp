#include "papo/app/http_answer.h"

#include <utility>

#include "papo/app/json_text.h"
#include "papo/proto/content_disposition.h"
#include "papo/proto/http_date.h"
#include "papo/proto/http_etag.h"
#include "papo/proto/http_range.h"
#include "papo/proto/http_response.h"

namespace papo::app {
namespace {

// The client is plain files of its own origin; pictures may also be blobs it made itself.
constexpr const char* client_policy =
    "default-src 'self'; img-src 'self' blob: data:; media-src 'self' blob:; connect-src 'self' ws: wss:; "
    "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

// Uploaded files are data: shown alone they may be seen, and do nothing.
constexpr const char* upload_policy =
    "default-src 'none'; img-src 'self'; media-src 'self'; style-src 'unsafe-inline'; sandbox";

bool not_modified(const proto::HttpRequest& request, std::string_view etag, std::int64_t mtime) {
    // RFC 9110 section 13.2.2: If-None-Match decides alone where it is given.
    if (const auto* tags = request.find("if-none-match")) return proto::etag_matches(*tags, etag);
    const auto* since = request.find("if-modified-since");
    const auto date = since != nullptr ? proto::parse_http_date(*since) : std::nullopt;
    return date && mtime <= *date;
}

// RFC 9110 section 13.1.5: a range of another version than the client has is of no use to it.
bool range_applies(const proto::HttpRequest& request, std::string_view etag, std::int64_t mtime) {
    const auto* condition = request.find("if-range");
    if (condition == nullptr) return true;
    if (!condition->empty() && condition->front() == '"') return *condition == etag;
    return proto::parse_http_date(*condition) == mtime;
}

std::uint64_t body_size(const HttpAnswer& answer) {
    if (const auto* text = std::get_if<std::string>(&answer.body)) return text->size();
    if (const auto* shared = std::get_if<net::SharedBytes>(&answer.body)) return shared->view().size();
    return std::get<FileSlice>(answer.body).length;
}

void send_body(net::Connection& connection, HttpAnswer& answer) {
    if (const auto* text = std::get_if<std::string>(&answer.body)) return connection.send(*text);
    if (const auto* shared = std::get_if<net::SharedBytes>(&answer.body)) return connection.send(*shared);
    auto& slice = std::get<FileSlice>(answer.body);
    connection.send_file(std::move(slice.file), slice.offset, slice.length);
}

std::vector<proto::HttpHeader> stored_headers(const StoredFile& file, const std::string& etag, std::string_view name,
                                              bool download) {
    std::vector<proto::HttpHeader> headers{
        {"Content-Type", std::string(file.type)},
        {"ETag", etag},
        {"Last-Modified", proto::http_date(file.mtime)},
        {"Cache-Control", "private, max-age=31536000, immutable"},
        {"Accept-Ranges", "bytes"},
        {"Content-Security-Policy", upload_policy},
        {"Cross-Origin-Resource-Policy", "same-origin"},
    };
    if (download) headers.push_back({"Content-Disposition", proto::attachment(name)});
    return headers;
}

std::string content_range(const proto::ByteRange& range, std::uint64_t size) {
    return "bytes " + std::to_string(range.first) + "-" + std::to_string(range.last) + "/" + std::to_string(size);
}

}  // namespace

HttpAnswer json_answer(int status, std::string json) {
    return {status, {{"Content-Type", "application/json"}, {"Cache-Control", "no-store"}}, std::move(json), false};
}

HttpAnswer refusal_answer(const HttpRefusal& refusal) {
    std::string json = R"({"success":false,"code":)";
    append_json_string(json, refusal.code);
    json += R"(,"error":)";
    append_json_string(json, refusal.message);
    json += '}';
    return json_answer(refusal.status, std::move(json));
}

HttpAnswer later_answer(const HttpRefusal& refusal, std::uint32_t after_seconds) {
    auto answer = refusal_answer(refusal);
    answer.headers.push_back({"Retry-After", std::to_string(after_seconds)});
    return answer;
}

HttpAnswer static_answer(const StaticFile& file, const proto::HttpRequest& request) {
    HttpAnswer answer{200,
                      {{"Content-Type", file.type},
                       {"ETag", file.etag},
                       {"Last-Modified", proto::http_date(file.mtime)},
                       {"Cache-Control", "no-cache"},
                       {"Content-Security-Policy", client_policy},
                       {"Referrer-Policy", "no-referrer"}},
                      file.content,
                      false};
    if (not_modified(request, file.etag, file.mtime)) answer.status = 304;
    return answer;
}

HttpAnswer stored_answer(StoredFile file, std::string_view stored_name, std::string_view name, bool download,
                         const proto::HttpRequest& request) {
    // A stored name is never given to other content, so it is a strong validator itself.
    const auto etag = '"' + std::string(stored_name) + '"';
    HttpAnswer answer{200, stored_headers(file, etag, name.empty() ? stored_name : name, download), {}, false};
    const auto size = file.size;
    if (not_modified(request, etag, file.mtime)) {
        answer.status = 304;
    } else if (const auto* header = request.find("range");
               header != nullptr && request.method == "GET" && range_applies(request, etag, file.mtime)) {
        const auto ranges = proto::parse_range(*header, size);
        if (ranges.unsatisfiable) {
            answer = refusal_answer({416, "bad_range", "the file has no such range"});
            answer.headers.push_back({"Content-Range", "bytes */" + std::to_string(size)});
            return answer;
        }
        // RFC 9110 section 14.2 leaves it to the server: several ranges are answered with the whole.
        if (ranges.ranges.size() == 1) {
            const auto& range = ranges.ranges.front();
            answer.status = 206;
            answer.headers.push_back({"Content-Range", content_range(range, size)});
            answer.body = FileSlice{std::move(file.file), range.first, range.last - range.first + 1};
            return answer;
        }
    }
    answer.body = FileSlice{std::move(file.file), 0, size};
    return answer;
}

void write_answer(net::Connection& connection, HttpAnswer answer, bool head_only, bool keep_alive,
                  std::int64_t wall_ms) {
    answer.headers.push_back({"X-Content-Type-Options", "nosniff"});
    const auto length = answer.status == 204 || answer.status == 304 ? std::optional<std::uint64_t>{}
                                                                     : std::optional{body_size(answer)};
    connection.send(
        proto::make_head(answer.status, answer.headers, length, keep_alive, proto::http_date(wall_ms / 1000)));
    if (!head_only && length && *length > 0) send_body(connection, answer);
}

}  // namespace papo::app
