#include "papo/proto/http_parser.h"

#include <algorithm>
#include <cassert>
#include <utility>

#include "papo/proto/http_head.h"

namespace papo::proto {
namespace {

std::string in_kib(std::size_t bytes) {
    return std::to_string(bytes / 1024) + " KiB";
}

}  // namespace

// llhttp pushes events. Each callback records one event and pauses llhttp, so that next() can return it.
struct HttpParser::Callbacks {
    static HttpParser& self(llhttp_t* parser) { return *static_cast<HttpParser*>(parser->data); }

    static int pause(llhttp_t* parser, Pending pending) {
        self(parser).pending_ = pending;
        return HPE_PAUSED;
    }
    static int on_field(llhttp_t* parser, const char* at, std::size_t size) {
        auto& headers = self(parser).request_.headers;
        if (headers.empty() || self(parser).value_begun_) headers.emplace_back();
        self(parser).value_begun_ = false;
        headers.back().name.append(at, size);
        return 0;
    }
    static int on_value(llhttp_t* parser, const char* at, std::size_t size) {
        self(parser).value_begun_ = true;
        self(parser).request_.headers.back().value.append(at, size);
        return 0;
    }
    static int on_value_complete(llhttp_t* parser) {
        self(parser).value_begun_ = true;
        return 0;
    }
    static int on_headers_complete(llhttp_t* parser) {
        parser->upgrade = 0;  // the HTTP protocol decides on upgrades; llhttp treats them as plain requests
        return pause(parser, Pending::head);
    }
    static int on_body(llhttp_t* parser, const char* at, std::size_t size) {
        if (size == 0) return 0;  // llhttp reports an empty span when it resumes without input
        self(parser).body_ = {at, size};
        return pause(parser, Pending::body);
    }
    static int on_complete(llhttp_t* parser) { return pause(parser, Pending::end); }

    static llhttp_settings_t settings() {
        llhttp_settings_t settings;
        llhttp_settings_init(&settings);
        settings.on_header_field = on_field;
        settings.on_header_value = on_value;
        settings.on_header_value_complete = on_value_complete;
        settings.on_headers_complete = on_headers_complete;
        settings.on_body = on_body;
        settings.on_message_complete = on_complete;
        return settings;
    }
    static const llhttp_settings_t all;
};

const llhttp_settings_t HttpParser::Callbacks::all = settings();

HttpParser::HttpParser(HttpLimits limits)
    : limits_(limits), line_(limits.max_uri), fields_(limits.max_header_block), chunks_(limits.max_header_block) {
    llhttp_init(&parser_, HTTP_REQUEST, &Callbacks::all);
    parser_.data = this;
}

HttpEvent HttpParser::next() {
    while (phase_ != Phase::ended) {
        if (pending_ != Pending::none) return take_pending();
        if (rest_.empty() && !paused_) return NeedMore{};
        if (auto error = read_on()) return fail(std::move(*error));
    }
    rest_ = {};
    return NeedMore{};
}

std::optional<ProtocolError> HttpParser::read_on() {
    switch (phase_) {
    case Phase::line: return read_line();
    case Phase::fields: return read_fields();
    case Phase::body: return read_body();
    case Phase::ended: break;
    }
    return std::nullopt;
}

std::optional<ProtocolError> HttpParser::read_line() {
    if (!line_.started()) request_ = HttpRequest{};
    rest_.remove_prefix(line_.feed(rest_));
    switch (line_.fault()) {
    case RequestLine::Fault::none: break;
    case RequestLine::Fault::malformed: return malformed(line_.reason());
    case RequestLine::Fault::method_too_long:  // RFC 9112 section 3
        return ProtocolError{501, "not_implemented", "this server does not know the request's method"};
    case RequestLine::Fault::target_too_long:
        return ProtocolError{414, "uri_too_long", "the address is longer than " + in_kib(limits_.max_uri)};
    case RequestLine::Fault::bad_version: return ProtocolError{505, "bad_version", "this server speaks HTTP/1.1"};
    }
    return line_.done() ? begin_message() : std::nullopt;
}

// llhttp gets a fixed request line that all its versions accept.
std::optional<ProtocolError> HttpParser::begin_message() {
    static constexpr std::string_view known_line = "POST / HTTP/1.1\r\n";
    request_.method = std::move(line_.method());
    request_.target = std::move(line_.target());
    request_.minor = std::min(line_.minor(), 1);
    line_ = RequestLine(limits_.max_uri);
    llhttp_reset(&parser_);
    phase_ = Phase::fields;
    return llhttp_execute(&parser_, known_line.data(), known_line.size()) == HPE_OK ? std::nullopt
                                                                                    : std::optional{llhttp_error()};
}

std::optional<ProtocolError> HttpParser::read_fields() {
    const auto count = fields_.scan(rest_);
    const auto fault = fields_.fault();
    assert(count > 0 || fault == FieldScanner::Fault::none);
    const auto good = fault == FieldScanner::Fault::none ? count : count - 1;
    const auto before = rest_.size();
    // llhttp runs before the scanner's fault is returned: the first error in the request counts, however the bytes are
    // split.
    if (!run(good)) return llhttp_error();
    if (fault == FieldScanner::Fault::malformed) return malformed(fields_.reason());
    if (fault == FieldScanner::Fault::too_large) {
        return ProtocolError{431, "headers_too_large",
                             "the header block is larger than " + in_kib(limits_.max_header_block)};
    }
    // The scanner and llhttp must see the head's end at the same byte, otherwise the head is ambiguous.
    const bool ended = pending_ == Pending::head;
    if (ended != fields_.done() || before - rest_.size() != count) return malformed("its head is ambiguous");
    return std::nullopt;
}

std::optional<ProtocolError> HttpParser::read_body() {
    if (!request_.chunked) return run(rest_.size()) ? std::nullopt : std::optional{llhttp_error()};
    if (cleared_ == 0 && !rest_.empty()) {
        if (auto error = clear_chunked()) return error;
    }
    const auto before = rest_.size();
    if (!run(cleared_)) return llhttp_error();
    cleared_ -= before - rest_.size();
    // The chunk scanner and llhttp must agree on the body's end, too.
    const bool ended = pending_ == Pending::end;
    if (ended != (chunks_.done() && cleared_ == 0)) return malformed("its body is ambiguous");
    return std::nullopt;
}

// Clears the next bytes of the rest for llhttp, or drops bytes that llhttp must not get.
std::optional<ProtocolError> HttpParser::clear_chunked() {
    const auto span = chunks_.scan(rest_);
    switch (chunks_.fault()) {
    case ChunkScanner::Fault::none: break;
    case ChunkScanner::Fault::malformed: return malformed(chunks_.reason());
    case ChunkScanner::Fault::trailers_too_large:
        return ProtocolError{431, "headers_too_large",
                             "the trailers are larger than " + in_kib(limits_.max_header_block)};
    }
    if (span.matters) {
        cleared_ = span.size;
    } else {
        rest_.remove_prefix(span.size);
    }
    return std::nullopt;
}

// Passes up to `count` of the unread bytes to llhttp; false when it refuses them.
bool HttpParser::run(std::size_t count) {
    assert(count <= rest_.size());
    if (paused_) llhttp_resume(&parser_);
    paused_ = false;
    const char* from = rest_.data() != nullptr ? rest_.data() : "";
    const auto result = llhttp_execute(&parser_, from, count);
    if (result == HPE_OK) {
        rest_.remove_prefix(count);
        return true;
    }
    if (result != HPE_PAUSED) return false;
    paused_ = true;
    rest_.remove_prefix(static_cast<std::size_t>(llhttp_get_error_pos(&parser_) - from));
    return true;
}

HttpEvent HttpParser::take_pending() {
    switch (std::exchange(pending_, Pending::none)) {
    case Pending::none: return NeedMore{};
    case Pending::body: return BodyBytes{body_};
    case Pending::head:
        if (auto error = understand_head(request_)) return fail(std::move(*error));
        phase_ = Phase::body;
        return RequestHead{};
    case Pending::end: break;
    }
    // RFC 9112 section 9.6: ignore bytes after the last request.
    phase_ = request_.keep_alive ? Phase::line : Phase::ended;
    paused_ = false;
    value_begun_ = false;
    fields_ = FieldScanner(limits_.max_header_block);
    chunks_ = ChunkScanner(limits_.max_header_block);
    return RequestEnd{};
}

HttpEvent HttpParser::fail(ProtocolError error) {
    phase_ = Phase::ended;
    rest_ = {};
    return error;
}

ProtocolError HttpParser::llhttp_error() const {
    const char* reason = llhttp_get_error_reason(&parser_);
    return malformed(reason != nullptr ? reason : "unknown");
}

}  // namespace papo::proto
