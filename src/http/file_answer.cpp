#include "papo/http/file_answer.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "papo/http/ranged_answer.h"
#include "papo/proto/content_coding.h"
#include "papo/proto/content_disposition.h"
#include "papo/proto/http_conditions.h"
#include "papo/proto/http_date.h"
#include "papo/proto/http_response.h"

namespace papo::http {
namespace {

// The web client consists of plain files of its origin, and shows pictures from blobs that it makes.
constexpr const char* client_policy =
    "default-src 'self'; script-src 'self'; img-src 'self' blob: data:; media-src 'self' blob:; "
    "connect-src 'self' ws: wss:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

// The web client uses none of these, so injected code gets none of them either.
constexpr const char* client_permissions = "camera=(), geolocation=(), microphone=(), payment=(), usb=()";

// A browser may show an uploaded file, but the file must not run scripts or load anything from elsewhere.
constexpr const char* upload_policy =
    "default-src 'none'; img-src 'self'; media-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox";

// RFC 9110 section 15.4.5: a 304 carries a 200's headers for caches, and none about the content that it lacks.
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

// An encoded answer offers no ranges: they would cut the coding, which no client can decode from the middle.
void add_validators(HttpAnswer& whole, const proto::Validators& validators, proto::Coding coding) {
    whole.headers.push_back({"ETag", std::string(validators.etag)});
    whole.headers.push_back({"Last-Modified", proto::http_date(*validators.mtime)});
    whole.headers.push_back(coding == proto::Coding::identity ? proto::HttpHeader{"Accept-Ranges", "bytes"}
                                                              : proto::HttpHeader{"Content-Encoding", "gzip"});
}

StaticContent& content_of(StaticFile& file, proto::Coding coding) {
    return coding == proto::Coding::gzip ? *file.gzip : file.identity;
}

void set_body(HttpAnswer& answer, const StaticContent& content) {
    if (const auto* slice = std::get_if<FileSlice>(&content.body)) {
        answer.body = *slice;
    } else {
        answer.body = std::get<net::SharedBytes>(content.body);
    }
}

HttpAnswer whole_static_file(StaticFile& file, proto::Coding coding) {
    HttpAnswer answer{200,
                      {{"Content-Type", file.type},
                       {"Cache-Control", file.is_kept ? "public, max-age=31536000, immutable" : "no-cache"},
                       {"Vary", "Accept-Encoding"},
                       {"Content-Security-Policy", client_policy},
                       {"Permissions-Policy", client_permissions},
                       // Browsers heed it on origins that they trust (https, localhost) and ignore it elsewhere.
                       {"Cross-Origin-Opener-Policy", "same-origin"}},
                      {},
                      false};
    set_body(answer, content_of(file, coding));
    return answer;
}

// RFC 9110 sections 13.1 and 14.2: a GET without these headers asks for the whole representation.
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

// The header lines that all answers with the whole file share.
std::string lines_of(StaticFile& file, proto::Coding coding) {
    auto answer = whole_static_file(file, coding);
    add_validators(answer, {content_of(file, coding).etag, file.mtime}, coding);
    add_policies(answer);
    std::string lines;
    for (const auto& header : answer.headers) proto::append_line(lines, header.name, header.value);
    return lines;
}

}  // namespace

HttpAnswer conditional_answer(HttpAnswer answer, const proto::HttpRequest& request) {
    switch (proto::check_conditions(request, {})) {
    case proto::Condition::failed: return precondition_failed();
    case proto::Condition::not_modified: return not_modified(std::move(answer));
    case proto::Condition::met: break;
    }
    return answer;
}

HttpAnswer static_answer(StaticFile& file, const proto::HttpRequest& request) {
    const auto coding = proto::choose_coding(request.find("accept-encoding"), file.gzip.has_value());
    if (!coding) return not_acceptable();
    auto& content = content_of(file, *coding);
    if (asks_for_all(request)) {
        if (content.lines.empty()) content.lines = lines_of(file, *coding);
        HttpAnswer answer{200, {}, {}, false, content.lines};
        set_body(answer, content);
        return answer;
    }
    return file_answer(whole_static_file(file, *coding), request, {content.etag, file.mtime}, *coding);
}

bool is_shown(std::string_view type) {
    const auto kind = type.substr(0, type.find('/'));
    return kind == "image" || kind == "audio" || kind == "video" || type == "application/pdf";
}

HttpAnswer stored_answer(uploads::StoredFile file, std::string_view stored_name, std::string_view name, bool download,
                         const proto::HttpRequest& request) {
    const bool shown = !download && is_shown(file.type);
    // A stored name never names other content, so the name is a strong validator.
    const auto etag = '"' + std::string(stored_name) + '"';
    HttpAnswer whole{200,
                     {{"Content-Type", std::string(file.type)},
                      {"Content-Disposition", shown ? "inline" : proto::attachment(name.empty() ? stored_name : name)},
                      {"Cache-Control", "private, max-age=31536000, immutable"},
                      {"Content-Security-Policy", upload_policy}},
                     FileSlice{std::make_shared<const Fd>(std::move(file.file)), 0, file.size},
                     false};
    return file_answer(std::move(whole), request, {etag, file.mtime});
}

}  // namespace papo::http
