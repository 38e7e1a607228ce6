// HTTP/1.1 requests (RFC 9112) as events: bytes in, head, body views and ends out. llhttp does the grammar; what its
// versions are lenient about (bare LF, folded lines, NUL, conflicting lengths) is refused here first.
// Owns the request under way; never buffers a body.
#pragma once

#include <llhttp.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "papo/proto/head_scanner.h"

namespace papo::proto {

struct HttpHeader {
    std::string name;  // lower case in requests
    std::string value;
};

struct HttpRequest {
    std::string method;
    std::string target;  // as sent
    std::string path;    // of the target, still percent-encoded; absolute-form reduced to its path
    std::string query;   // of the target, without the ?
    int minor = 1;       // of the version 1.x
    std::vector<HttpHeader> headers;
    bool keep_alive = true;
    bool chunked = false;
    bool expect_continue = false;
    std::optional<std::uint64_t> content_length;

    // The first header of that name; nullptr when there is none.
    const std::string* find(std::string_view lowercase_name) const;
    bool has_body() const { return chunked || content_length.value_or(0) > 0; }
};

struct NeedMore {};
struct RequestHead {};
struct BodyBytes {
    std::string_view bytes;  // of what was fed; valid until the next feed
};
struct RequestEnd {};
struct ProtocolError {
    int status = 400;
    std::string code;
    std::string message;
};
using HttpEvent = std::variant<NeedMore, RequestHead, BodyBytes, RequestEnd, ProtocolError>;

class HttpParser {
public:
    explicit HttpParser(HttpLimits limits = {});
    HttpParser(const HttpParser&) = delete;  // llhttp's callbacks point back here
    HttpParser& operator=(const HttpParser&) = delete;

    // The next bytes, in place of what was unread before. They must stay valid until next() gives NeedMore.
    void feed(std::string_view bytes) { rest_ = bytes; }
    // The next event; NeedMore once all bytes are consumed. After a ProtocolError nothing more comes.
    HttpEvent next();
    // The request whose head was last given, whole until the next one begins.
    const HttpRequest& request() const { return request_; }
    // What of the fed bytes was not consumed: after a RequestEnd the next request's, or another protocol's.
    std::string_view unread() const { return rest_; }
    // Whether a request's first byte has come and its head is not complete.
    bool started() const { return phase_ == Phase::head && scanner_.started(); }

private:
    enum class Phase : std::uint8_t { head, body, trailers, failed };
    enum class Pending : std::uint8_t { none, head, body, end };
    struct Callbacks;

    HttpEvent next_in_head();
    bool run(std::size_t count);
    HttpEvent take_pending();
    HttpEvent fail(ProtocolError error);
    HttpEvent fail_llhttp();
    std::optional<ProtocolError> finish_head();
    std::optional<ProtocolError> check_framing();

    llhttp_t parser_;
    HeadScanner scanner_;
    HttpLimits limits_;
    std::string_view rest_;
    Phase phase_ = Phase::head;
    Pending pending_ = Pending::none;
    bool paused_ = false;       // llhttp is, and goes on with the next run
    bool value_begun_ = false;  // the last header has its value, what comes is the next one's name
    std::string_view body_;
    HttpRequest request_;
};

}  // namespace papo::proto
