// HTTP/1.1 requests (RFC 9112) as events: bytes in; heads, body views and ends out. llhttp reads fields and bodies only
// after our own scanners have checked them, so that all versions of llhttp, which are lenient in different ways, give
// the same results. It never gets the request line, chunk extensions or trailers. The parser owns the current request
// and never buffers a body.
#pragma once

#include <llhttp.h>

#include <cstdint>
#include <optional>
#include <string_view>
#include <variant>

#include "papo/proto/chunk_scanner.h"
#include "papo/proto/field_scanner.h"
#include "papo/proto/http_request.h"
#include "papo/proto/request_line.h"

namespace papo::proto {

struct HttpLimits {
    std::size_t max_uri = 8 * 1024;            // bytes of the request target
    std::size_t max_header_block = 16 * 1024;  // bytes of all field lines, without the request line; also of trailers
};

struct NeedMore {};
struct RequestHead {};
struct BodyBytes {
    std::string_view bytes;  // views the fed bytes; valid until the next feed
};
struct RequestEnd {};
using HttpEvent = std::variant<NeedMore, RequestHead, BodyBytes, RequestEnd, ProtocolError>;

class HttpParser {
public:
    explicit HttpParser(HttpLimits limits = {});
    HttpParser(const HttpParser&) = delete;  // llhttp's callbacks point back here
    HttpParser& operator=(const HttpParser&) = delete;

    // Sets the next bytes, which replace any unread ones. They must stay valid until next() returns NeedMore.
    void feed(std::string_view bytes) { rest_ = bytes; }
    // The next event; NeedMore once all bytes are consumed. A ProtocolError is the last event.
    HttpEvent next();
    // The current request, or the last one until the next begins. Its method is set before the head is complete.
    const HttpRequest& request() const { return request_; }
    // The fed bytes that are not consumed: after a RequestEnd, bytes of the next request or of another protocol.
    std::string_view unread() const { return rest_; }
    // Whether a request's head has begun and is not complete.
    bool started() const { return phase_ == Phase::fields || (phase_ == Phase::line && line_.started()); }

private:
    enum class Phase : std::uint8_t { line, fields, body, ended };
    enum class Pending : std::uint8_t { none, head, body, end };
    struct Callbacks;

    std::optional<ProtocolError> read_on();
    std::optional<ProtocolError> read_line();
    std::optional<ProtocolError> read_fields();
    std::optional<ProtocolError> read_body();
    std::optional<ProtocolError> clear_chunked();
    std::optional<ProtocolError> begin_message();
    bool run(std::size_t count);
    HttpEvent take_pending();
    HttpEvent fail(ProtocolError error);
    ProtocolError llhttp_error() const;

    llhttp_t parser_;
    HttpLimits limits_;
    RequestLine line_;
    FieldScanner fields_;
    ChunkScanner chunks_;
    std::string_view rest_;
    std::size_t cleared_ = 0;  // bytes of the rest that chunks_ has cleared for llhttp
    Phase phase_ = Phase::line;
    Pending pending_ = Pending::none;
    bool paused_ = false;       // llhttp is paused until the next run
    bool value_begun_ = false;  // the last header's value has begun: another name begins a new header
    std::string_view body_;
    HttpRequest request_;
};

}  // namespace papo::proto
