#include "papo/proto/http_head.h"

#include <algorithm>

#include "papo/base/text.h"
#include "papo/proto/authority.h"
#include "papo/proto/http_chars.h"
#include "papo/proto/request_target.h"

namespace papo::proto {
namespace {

// RFC 9112 sections 6.1 and 7: chunked must be the last coding and appear once, or the body's end is unknown. The
// server knows no other coding.
std::optional<ProtocolError> check_encoding(std::string_view codings, bool& chunked) {
    std::size_t count = 0;
    bool last_is_chunked = false;
    while (!codings.empty()) {
        const auto coding = take_element(codings);
        if (last_is_chunked || !is_token(coding)) return malformed("its Transfer-Encoding must end in one chunked");
        last_is_chunked = iequals(coding, "chunked");
        ++count;
    }
    if (!last_is_chunked) return malformed("its Transfer-Encoding must end in chunked");
    if (count > 1) return ProtocolError{501, "not_implemented", "this server knows no transfer coding but chunked"};
    chunked = true;
    return std::nullopt;
}

// Sorting avoids quadratic time for many lines.
void combine_lines(std::vector<HttpHeader>& headers) {
    std::stable_sort(headers.begin(), headers.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
    std::size_t kept = 0;
    for (std::size_t i = 1; i < headers.size(); ++i) {
        if (headers[i].name == headers[kept].name) {
            headers[kept].value.append(", ").append(headers[i].value);
        } else if (++kept != i) {
            headers[kept] = std::move(headers[i]);
        }
    }
    if (!headers.empty()) headers.resize(kept + 1);
}

// RFC 9110 section 7.2, RFC 9112 section 3.2.
std::optional<ProtocolError> check_host(HttpRequest& r, const RequestTarget& target) {
    auto& headers = r.headers;
    const auto is_host = [](const HttpHeader& header) { return header.name == "host"; };
    const auto at = std::find_if(headers.begin(), headers.end(), is_host);
    const auto count = std::count_if(headers.begin(), headers.end(), is_host);
    if (count > 1 || (r.minor == 1 && count == 0)) return malformed("it must have one Host");
    if (count == 1 && !parse_authority(at->value)) return malformed("its Host is not formed as name:port");
    if (!target.authority) return std::nullopt;
    if (count == 1) {
        at->value = *target.authority;
    } else {
        headers.push_back({"host", std::string(*target.authority)});
    }
    return std::nullopt;
}

// RFC 9112 section 6: refuse a message framed in two ways, which is request smuggling.
std::optional<ProtocolError> check_framing(HttpRequest& r) {
    const auto count = [&](std::string_view name) {
        return std::count_if(r.headers.begin(), r.headers.end(), [&](const auto& h) { return h.name == name; });
    };
    const auto lengths = count("content-length");
    const auto encodings = count("transfer-encoding");
    if (lengths > 1 || encodings > 1) return malformed("its length is given twice");
    if (encodings == 1) {
        if (lengths == 1) return malformed("Transfer-Encoding and Content-Length exclude each other");
        if (r.minor == 0) return malformed("HTTP/1.0 knows no Transfer-Encoding");
        return check_encoding(*r.find("transfer-encoding"), r.chunked);
    }
    if (lengths == 1) {
        r.content_length = parse_decimal(*r.find("content-length"));
        if (!r.content_length) return malformed("its Content-Length is not a number");
    }
    return std::nullopt;
}

}  // namespace

ProtocolError malformed(std::string_view why) {
    return {400, "bad_request", "the request is malformed: " + std::string(why)};
}

std::optional<ProtocolError> understand_head(HttpRequest& r) {
    for (auto& header : r.headers) {
        header.name = ascii_lower(header.name);
        header.value = std::string(trim_blanks(header.value));
    }
    const auto target = parse_target(r.method, r.target);
    if (!target) return malformed("its target is no address that goes with its method");
    r.path = target->path;
    r.query = target->query;
    if (auto error = check_host(r, *target)) return error;
    if (auto error = check_framing(r)) return error;
    combine_lines(r.headers);
    const auto* connection = r.find("connection");
    const std::string_view options = connection != nullptr ? std::string_view(*connection) : std::string_view{};
    r.keep_alive = !has_element(options, "close") && (r.minor == 1 || has_element(options, "keep-alive"));
    if (const auto* expect = r.find("expect"); expect != nullptr && r.minor == 1) {
        r.expect_continue = iequals(*expect, "100-continue");
        r.expects_more = !r.expect_continue;
    }
    return std::nullopt;
}

}  // namespace papo::proto
