#include "papo/app/http_answer.h"

#include <algorithm>
#include <utility>

#include "papo/app/json_text.h"
#include "papo/app/ranged_answer.h"
#include "papo/proto/content_coding.h"
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
               header.name == "Content-Encoding" || header.name == "Last-Modified" || header.name == "Accept-Ranges";
    };
    auto& headers = answer.headers;
    headers.erase(std::remove_if(headers.begin(), headers.end(), is_about_content), headers.end());
    answer.status = 304;
    answer.body = std::string{};
    return answer;
}

HttpAnswer not_acceptable() {
    auto answer = refusal_answer({406, "not_acceptable", "Accept-Encoding leaves no coding that this file has"});
    answer.headers.push_back({"Vary", "Accept-Encoding"});
    return answer;
}

HttpAnswer precondition_failed() {
    return refusal_answer({412, "precondition_failed", "what is at this address is not what the request expects"});
}

// What is encoded has no ranges: they would be of the coding, which nobody can read from the middle.
void add_validators(HttpAnswer& whole, const proto::Validators& validators, proto::Coding coding) {
    whole.headers.push_back({"ETag", std::string(validators.etag)});
    whole.headers.push_back({"Last-Modified", proto::http_date(*validators.mtime)});
    whole.headers.push_back(coding == proto::Coding::identity ? proto::HttpHeader{"Accept-Ranges", "bytes"}
                                                              : proto::HttpHeader{"Content-Encoding", "gzip"});
}

// What every answer says of itself.
void add_policies(HttpAnswer& answer) {
    auto& headers = answer.headers;
    const bool has_policy = std::any_of(headers.begin(), headers.end(), [](const proto::HttpHeader& header) {
        return header.name == "Content-Security-Policy";
    });
    if (!has_policy) headers.push_back({"Content-Security-Policy", data_policy});
    headers.push_back({"X-Content-Type-Options", "nosniff"});
    headers.push_back({"Referrer-Policy", "no-referrer"});
    headers.push_back({"Cross-Origin-Resource-Policy", "same-origin"});
}

const StaticContent& content_of(const StaticFile& file, proto::Coding coding) {
    return coding == proto::Coding::gzip ? *file.gzip : file.identity;
}

void set_body(HttpAnswer& answer, const StaticContent& content) {
    if (const auto* slice = std::get_if<FileSlice>(&content.body)) {
        answer.body = *slice;
    } else {
        answer.body = std::get<net::SharedBytes>(content.body);
    }
}

HttpAnswer whole_static_file(const StaticFile& file, proto::Coding coding) {
    HttpAnswer answer{200,
                      {{"Content-Type", file.type},
                       {"Cache-Control", "no-cache"},
                       {"Vary", "Accept-Encoding"},
                       {"Content-Security-Policy", client_policy},
                       {"Permissions-Policy", client_permissions},
                       // Browsers heed it where they trust the origin (https, localhost) and ignore it elsewhere.
                       {"Cross-Origin-Opener-Policy", "same-origin"}},
                      {},
                      false};
    set_body(answer, content_of(file, coding));
    return answer;
}

// RFC 9110 sections 13.1 and 14.2: nothing else makes a GET ask for something other than all there is.
bool asks_for_all(const proto::HttpRequest& request) {
    return std::none_of(request.headers.begin(), request.headers.end(), [](const proto::HttpHeader& header) {
        return header.name == "range" || header.name.starts_with("if-");
    });
}

HttpAnswer file_answer(HttpAnswer whole, const proto::HttpRequest& request, const proto::Validators& validators,
                       proto::Coding coding = proto::Coding::identity) {
    add_validators(whole, validators, coding);
    switch (proto::check_conditions(request, validators)) {
    case proto::Condition::failed: return precondition_failed();
    case proto::Condition::not_modified: return not_modified(std::move(whole));
    case proto::Condition::met: break;
    }
    return coding == proto::Coding::identity ? ranged_answer(std::move(whole), request, validators) : whole;
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
    const auto coding = proto::choose_coding(request.find("accept-encoding"), file.gzip.has_value());
    if (!coding) return not_acceptable();
    const auto& content = content_of(file, *coding);
    if (asks_for_all(request)) {
        HttpAnswer answer{200, {}, {}, false, content.lines};
        set_body(answer, content);
        return answer;
    }
    return file_answer(whole_static_file(file, *coding), request, {content.etag, file.mtime}, *coding);
}

std::string static_lines(const StaticFile& file, proto::Coding coding) {
    auto answer = whole_static_file(file, coding);
    add_validators(answer, {content_of(file, coding).etag, file.mtime}, coding);
    add_policies(answer);
    std::string lines;
    for (const auto& header : answer.headers) proto::append_line(lines, header.name, header.value);
    return lines;
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
    if (answer.lines.empty()) add_policies(answer);
    std::optional<std::uint64_t> length;
    // RFC 9110 section 8.6: none with 204; a 304 may leave it out.
    if (answer.status != 204 && answer.status != 304) {
        length = std::visit([](const auto& body) { return size_of(body); }, answer.body);
    }
    return proto::make_head(answer.status, answer.lines, answer.headers, length, keep_alive,
                            proto::http_date(wall_ms / 1000));
}

void write_answer(net::Connection& connection, HttpAnswer answer, bool head_only, bool keep_alive,
                  std::int64_t wall_ms) {
    connection.send(head_of(answer, keep_alive, wall_ms));
    const bool has_body = !head_only && answer.status != 204 && answer.status != 304;
    if (has_body) std::visit([&](const auto& body) { send_body(connection, body); }, answer.body);
}

}  // namespace papo::app
