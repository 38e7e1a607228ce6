#include "papo/http/http_answer.h"

#include <algorithm>
#include <utility>

#include "papo/base/json_text.h"
#include "papo/proto/http_date.h"
#include "papo/proto/http_response.h"

namespace papo::http {
namespace {

// For JSON and text, which programs read.
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

}  // namespace

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

HttpAnswer json_answer(int status, std::string json) {
    return {status, {{"Content-Type", "application/json"}, {"Cache-Control", "no-store"}}, std::move(json), false};
}

HttpAnswer refusal_answer(const uploads::HttpRefusal& refusal) {
    std::string json = R"({"success":false,"code":)";
    append_json_string(json, refusal.code);
    json += R"(,"error":)";
    append_json_string(json, refusal.message);
    json += '}';
    auto answer = json_answer(refusal.status, std::move(json));
    answer.code = refusal.code;
    return answer;
}

HttpAnswer later_answer(const uploads::HttpRefusal& refusal, std::uint32_t after_seconds) {
    auto answer = refusal_answer(refusal);
    answer.headers.push_back({"Retry-After", std::to_string(after_seconds)});
    return answer;
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
    // RFC 9110 section 8.6: a 204 must not have Content-Length; a 304 may leave it out.
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

}  // namespace papo::http
