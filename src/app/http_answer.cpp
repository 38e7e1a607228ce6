#include "papo/app/http_answer.h"

#include <algorithm>
#include <utility>

#include "papo/app/json_text.h"
#include "papo/app/ranged_answer.h"
#include "papo/proto/content_disposition.h"
#include "papo/proto/http_conditions.h"
#include "papo/proto/http_date.h"
#include "papo/proto/http_response.h"

namespace papo::app {
namespace {

// The client is plain files of its own origin; pictures may also be blobs it made itself.
constexpr const char* client_policy =
    "default-src 'self'; script-src 'self'; img-src 'self' blob: data:; media-src 'self' blob:; "
    "connect-src 'self' ws: wss:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

// What the client never asks of a browser, nothing that got into it shall.
constexpr const char* client_permissions = "camera=(), geolocation=(), microphone=(), payment=(), usb=()";

// Uploaded files are data: shown alone they may be seen, and do nothing.
constexpr const char* upload_policy =
    "default-src 'none'; img-src 'self'; media-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox";

// JSON and text for programs.
constexpr const char* data_policy = "default-src 'none'; frame-ancestors 'none'; sandbox";

std::uint64_t size_of(const std::string& text) {
    return text.size();
}
std::uint64_t size_of(const net::SharedBytes& shared) {
    return shared.view().size();
}
std::uint64_t size_of(const FileSlice& slice) {
    return slice.length;
}
std::uint64_t size_of(const std::vector<BodyPart>& parts) {
    std::uint64_t sum = 0;
    for (const auto& part : parts) sum += std::visit([](const auto& body) { return size_of(body); }, part);
    return sum;
}

void send_body(net::Connection& connection, const std::string& text) {
    connection.send(text);
}
void send_body(net::Connection& connection, const net::SharedBytes& shared) {
    connection.send(shared);
}
void send_body(net::Connection& connection, const FileSlice& slice) {
    connection.send_file(slice.file, slice.offset, slice.length);
}
void send_body(net::Connection& connection, const std::vector<BodyPart>& parts) {
    for (const auto& part : parts) std::visit([&](const auto& body) { send_body(connection, body); }, part);
}

// RFC 9110 section 15.4.5: a 304 says what 200 would say to caches, and nothing about content it has not.
HttpAnswer not_modified(HttpAnswer answer) {
    const auto is_about_content = [](const proto::HttpHeader& header) {
        return header.name == "Content-Type" || header.name == "Content-Disposition" ||
               header.name == "Last-Modified" || header.name == "Accept-Ranges";
    };
    auto& headers = answer.headers;
    headers.erase(std::remove_if(headers.begin(), headers.end(), is_about_content), headers.end());
    answer.status = 304;
    answer.body = std::string{};
    return answer;
}

HttpAnswer precondition_failed() {
    return refusal_answer({412, "precondition_failed", "what is at this address is not what the request expects"});
}

HttpAnswer file_answer(HttpAnswer whole, const proto::HttpRequest& request, const proto::Validators& validators) {
    whole.headers.push_back({"ETag", std::string(validators.etag)});
    whole.headers.push_back({"Last-Modified", proto::http_date(*validators.mtime)});
    whole.headers.push_back({"Accept-Ranges", "bytes"});
    switch (proto::check_conditions(request, validators)) {
    case proto::Condition::failed: return precondition_failed();
    case proto::Condition::not_modified: return not_modified(std::move(whole));
    case proto::Condition::met: break;
    }
    return ranged_answer(std::move(whole), request, validators);
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
    auto answer = json_answer(refusal.status, std::move(json));
    answer.code = refusal.code;
    return answer;
}

HttpAnswer later_answer(const HttpRefusal& refusal, std::uint32_t after_seconds) {
    auto answer = refusal_answer(refusal);
    answer.headers.push_back({"Retry-After", std::to_string(after_seconds)});
    return answer;
}

HttpAnswer conditional_answer(HttpAnswer answer, const proto::HttpRequest& request) {
    switch (proto::check_conditions(request, {})) {
    case proto::Condition::failed: return precondition_failed();
    case proto::Condition::not_modified: return not_modified(std::move(answer));
    case proto::Condition::met: break;
    }
    return answer;
}

HttpAnswer static_answer(const StaticFile& file, const proto::HttpRequest& request) {
    HttpAnswer whole{200,
                     {{"Content-Type", file.type},
                      {"Cache-Control", "no-cache"},
                      {"Content-Security-Policy", client_policy},
                      {"Permissions-Policy", client_permissions},
                      // Browsers heed it where they trust the origin (https, localhost) and ignore it elsewhere.
                      {"Cross-Origin-Opener-Policy", "same-origin"}},
                     file.content,
                     false};
    return file_answer(std::move(whole), request, {file.etag, file.mtime});
}

bool is_shown(std::string_view type) {
    const auto kind = type.substr(0, type.find('/'));
    return kind == "image" || kind == "audio" || kind == "video" || type == "application/pdf";
}

HttpAnswer stored_answer(StoredFile file, std::string_view stored_name, std::string_view name, bool download,
                         const proto::HttpRequest& request) {
    const bool shown = !download && is_shown(file.type);
    // A stored name is never given to other content, so it is a strong validator itself.
    const auto etag = '"' + std::string(stored_name) + '"';
    HttpAnswer whole{200,
                     {{"Content-Type", std::string(file.type)},
                      {"Content-Disposition", shown ? "inline" : proto::attachment(name.empty() ? stored_name : name)},
                      {"Cache-Control", "private, max-age=31536000, immutable"},
                      {"Content-Security-Policy", upload_policy}},
                     FileSlice{std::make_shared<const net::Fd>(std::move(file.file)), 0, file.size},
                     false};
    return file_answer(std::move(whole), request, {etag, file.mtime});
}

bool sends_file(const HttpAnswer& answer) {
    const auto* parts = std::get_if<std::vector<BodyPart>>(&answer.body);
    if (parts == nullptr) return std::holds_alternative<FileSlice>(answer.body);
    return std::any_of(parts->begin(), parts->end(),
                       [](const BodyPart& part) { return std::holds_alternative<FileSlice>(part); });
}

std::string head_of(HttpAnswer& answer, bool keep_alive, std::int64_t wall_ms) {
    auto& headers = answer.headers;
    const bool has_policy = std::any_of(headers.begin(), headers.end(), [](const proto::HttpHeader& header) {
        return header.name == "Content-Security-Policy";
    });
    if (!has_policy) headers.push_back({"Content-Security-Policy", data_policy});
    headers.push_back({"X-Content-Type-Options", "nosniff"});
    headers.push_back({"Referrer-Policy", "no-referrer"});
    headers.push_back({"Cross-Origin-Resource-Policy", "same-origin"});
    std::optional<std::uint64_t> length;
    // RFC 9110 section 8.6: none with 204; a 304 may leave it out.
    if (answer.status != 204 && answer.status != 304) {
        length = std::visit([](const auto& body) { return size_of(body); }, answer.body);
    }
    return proto::make_head(answer.status, headers, length, keep_alive, proto::http_date(wall_ms / 1000));
}

void write_answer(net::Connection& connection, HttpAnswer answer, bool head_only, bool keep_alive,
                  std::int64_t wall_ms) {
    connection.send(head_of(answer, keep_alive, wall_ms));
    const bool has_body = !head_only && answer.status != 204 && answer.status != 304;
    if (has_body) std::visit([&](const auto& body) { send_body(connection, body); }, answer.body);
}

}  // namespace papo::app
