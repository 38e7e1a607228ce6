#include "papo/proto/http_parser.h"

#include <algorithm>

#include "papo/base/text.h"

namespace papo::proto {
namespace {

std::string_view trim_ows(std::string_view value) {
    const auto first = value.find_first_not_of(" \t");
    if (first == std::string_view::npos) return {};
    return value.substr(first, value.find_last_not_of(" \t") - first + 1);
}

// RFC 9112 section 3.2.2: absolute-form is accepted, its authority is not ours to judge here.
std::string_view without_authority(std::string_view target) {
    for (const std::string_view scheme : {"http://", "https://"}) {
        if (target.size() < scheme.size() || !iequals(target.substr(0, scheme.size()), scheme)) continue;
        const auto path = target.find_first_of("/?", scheme.size());
        return path == std::string_view::npos ? std::string_view("/") : target.substr(path);
    }
    return target;
}

ProtocolError malformed(std::string_view why) {
    return {400, "bad_request", "the request is malformed: " + std::string(why)};
}

bool begins_with_request_line(std::string_view text) {
    const auto line = text.substr(0, text.find("\r\n"));
    return line.size() > 9 && line.substr(line.size() - 9, 8) == " HTTP/1.";
}

bool is_token(std::string_view text) {
    const auto is_tchar = [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
               std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
    };
    return !text.empty() && std::all_of(text.begin(), text.end(), is_tchar);
}

}  // namespace

const std::string* HttpRequest::find(std::string_view lowercase_name) const {
    for (const auto& header : headers) {
        if (header.name == lowercase_name) return &header.value;
    }
    return nullptr;
}

// llhttp pushes; each callback notes one event and pauses, so that next() can be pulled.
struct HttpParser::Callbacks {
    static HttpParser& self(llhttp_t* parser) { return *static_cast<HttpParser*>(parser->data); }

    static int pause(llhttp_t* parser, Pending pending) {
        self(parser).pending_ = pending;
        return HPE_PAUSED;
    }
    static int on_begin(llhttp_t* parser) {
        self(parser).request_ = HttpRequest{};
        return 0;
    }
    static int on_method(llhttp_t* parser, const char* at, std::size_t size) {
        self(parser).request_.method.append(at, size);
        return 0;
    }
    static int on_url(llhttp_t* parser, const char* at, std::size_t size) {
        self(parser).request_.target.append(at, size);
        return 0;
    }
    static int on_field(llhttp_t* parser, const char* at, std::size_t size) {
        auto& headers = self(parser).request_.headers;
        if (self(parser).phase_ != Phase::head) return 0;  // trailers are read past
        if (headers.empty() || self(parser).value_begun_) headers.emplace_back();
        self(parser).value_begun_ = false;
        headers.back().name.append(at, size);
        return 0;
    }
    static int on_value(llhttp_t* parser, const char* at, std::size_t size) {
        if (self(parser).phase_ != Phase::head) return 0;
        self(parser).value_begun_ = true;
        self(parser).request_.headers.back().value.append(at, size);
        return 0;
    }
    static int on_value_complete(llhttp_t* parser) {
        self(parser).value_begun_ = true;
        return 0;
    }
    static int on_headers_complete(llhttp_t* parser) {
        parser->upgrade = 0;  // whether the protocol changes is decided above; to llhttp it is one more request
        return pause(parser, Pending::head);
    }
    static int on_body(llhttp_t* parser, const char* at, std::size_t size) {
        if (size == 0) return 0;  // a paused llhttp resumed without input ends its open span once more
        self(parser).body_ = {at, size};
        return pause(parser, Pending::body);
    }
    static int on_chunk_header(llhttp_t* parser) {
        if (parser->content_length != 0) return 0;
        self(parser).phase_ = Phase::trailers;
        self(parser).scanner_.begin_trailers();
        return pause(parser, Pending::none);
    }
    static int on_complete(llhttp_t* parser) { return pause(parser, Pending::end); }

    static llhttp_settings_t settings() {
        llhttp_settings_t settings;
        llhttp_settings_init(&settings);
        settings.on_message_begin = on_begin;
        settings.on_method = on_method;
        settings.on_url = on_url;
        settings.on_header_field = on_field;
        settings.on_header_value = on_value;
        settings.on_header_value_complete = on_value_complete;
        settings.on_headers_complete = on_headers_complete;
        settings.on_body = on_body;
        settings.on_chunk_header = on_chunk_header;
        settings.on_message_complete = on_complete;
        return settings;
    }
    static const llhttp_settings_t all;
};

const llhttp_settings_t HttpParser::Callbacks::all = settings();

HttpParser::HttpParser(HttpLimits limits) : scanner_(limits), limits_(limits) {
    llhttp_init(&parser_, HTTP_REQUEST, &Callbacks::all);
    parser_.data = this;
}

HttpEvent HttpParser::next() {
    while (phase_ != Phase::failed) {
        if (pending_ != Pending::none) return take_pending();
        const bool must_scan = phase_ == Phase::head || phase_ == Phase::trailers;
        if (must_scan) {
            auto event = next_in_head();
            if (!std::holds_alternative<RequestHead>(event)) return event;
            continue;  // something is pending now
        }
        if (rest_.empty() && !paused_) return NeedMore{};
        if (!run(rest_.size())) return fail_llhttp();
    }
    return NeedMore{};
}

// Only what the scanner let pass reaches llhttp. Gives RequestHead where next() shall look again.
HttpEvent HttpParser::next_in_head() {
    if (rest_.empty()) return NeedMore{};
    const auto count = scanner_.scan(rest_);
    switch (scanner_.fault()) {
    case HeadScanner::Fault::none: break;
    case HeadScanner::Fault::malformed: return fail(malformed(scanner_.reason()));
    case HeadScanner::Fault::uri_too_long: return fail({414, "uri_too_long", "the address is longer than 8 KiB"});
    case HeadScanner::Fault::headers_too_large:
        return fail({431, "headers_too_large", "the header block is larger than 16 KiB"});
    }
    const auto before = rest_.size();
    if (!run(count)) return fail_llhttp();
    // The scanner and llhttp must see the head's end at the same byte, or one of them was led astray.
    const bool ended = pending_ == Pending::head || pending_ == Pending::end;
    if (ended != scanner_.done() || before - rest_.size() != count) return fail(malformed("its head is ambiguous"));
    if (pending_ != Pending::none || scanner_.done()) return RequestHead{};
    return NeedMore{};
}

// Lets llhttp take up to `count` of the unread bytes; false when it refuses them.
bool HttpParser::run(std::size_t count) {
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
    const auto pending = pending_;
    pending_ = Pending::none;
    if (pending == Pending::body) return BodyBytes{body_};
    if (pending == Pending::end) {
        phase_ = Phase::head;
        scanner_.begin_head();
        return RequestEnd{};
    }
    if (auto error = finish_head()) return fail(std::move(*error));
    phase_ = Phase::body;
    return RequestHead{};
}

HttpEvent HttpParser::fail(ProtocolError error) {
    phase_ = Phase::failed;
    rest_ = {};
    return error;
}

HttpEvent HttpParser::fail_llhttp() {
    const auto code = llhttp_get_errno(&parser_);
    // RFC 9110 section 9.1, if it is a request at all; one whose line comes in pieces counts as none.
    if (code == HPE_INVALID_METHOD && begins_with_request_line(rest_)) {
        return fail({501, "not_implemented", "this server does not know the request's method"});
    }
    if (code == HPE_INVALID_VERSION) return fail({505, "bad_version", "this server speaks HTTP/1.1"});
    const char* reason = llhttp_get_error_reason(&parser_);
    return fail(malformed(reason != nullptr ? reason : "unknown"));
}

std::optional<ProtocolError> HttpParser::finish_head() {
    auto& r = request_;
    if (parser_.http_major != 1 || parser_.http_minor > 1) {
        return ProtocolError{505, "bad_version", "this server speaks HTTP/1.1"};
    }
    if (r.target.size() > limits_.max_uri)
        return ProtocolError{414, "uri_too_long", "the address is longer than 8 KiB"};
    r.minor = parser_.http_minor;
    for (auto& header : r.headers) {
        header.name = ascii_lower(header.name);
        header.value = std::string(trim_ows(header.value));
        if (!is_token(header.name)) return malformed("a field name is not a token");
    }
    const auto reduced = std::string(without_authority(r.target));
    const auto question = std::min(reduced.size(), reduced.find('?'));
    r.path = reduced.substr(0, question);
    if (r.path.empty()) r.path = "/";
    r.query = reduced.substr(std::min(reduced.size(), question + 1));
    r.keep_alive = llhttp_should_keep_alive(&parser_) != 0;
    return check_framing();
}

// RFC 9112 section 6: whoever frames a message in two ways means to be read in two ways.
std::optional<ProtocolError> HttpParser::check_framing() {
    auto& r = request_;
    const auto count = [&](std::string_view name) {
        return std::count_if(r.headers.begin(), r.headers.end(), [&](const auto& h) { return h.name == name; });
    };
    if (count("host") > 1 || (r.minor == 1 && count("host") == 0)) return malformed("it must have one Host");
    if (count("content-length") > 1 || count("transfer-encoding") > 1) return malformed("its length is given twice");
    if (const auto* encoding = r.find("transfer-encoding")) {
        if (count("content-length") > 0) return malformed("Transfer-Encoding and Content-Length exclude each other");
        if (!iequals(*encoding, "chunked") || r.minor == 0) return malformed("its Transfer-Encoding must be chunked");
        r.chunked = true;
    }
    if (const auto* length = r.find("content-length")) {
        r.content_length = parse_decimal(*length);
        if (!r.content_length) return malformed("its Content-Length is not a number");
    }
    if (const auto* expect = r.find("expect")) r.expect_continue = r.minor == 1 && iequals(*expect, "100-continue");
    return std::nullopt;
}

}  // namespace papo::proto
