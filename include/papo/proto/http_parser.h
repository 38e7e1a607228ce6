// HTTP/1.1 requests (RFC 9112) as events: bytes in, head, body views and ends out. llhttp reads fields and bodies
// behind scanners of our own, so that its versions, lenient about different things, all give the same verdicts; it
// never sees the request line, chunk extensions and trailers. Owns the request under way; never buffers a body.
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
    std::size_t max_header_block = 16 * 1024;  // bytes of all field lines, without the request line; of trailers, too
};

struct NeedMore {};
struct RequestHead {};
struct BodyBytes {
    std::string_view bytes;  // of what was fed; valid until the next feed
};
struct RequestEnd {};
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
    // The request under way, its method known before its head is whole; until the next one begins, the last one.
    const HttpRequest& request() const { return request_; }
    // What of the fed bytes was not consumed: after a RequestEnd the next request's, or another protocol's.
    std::string_view unread() const { return rest_; }
    // Whether a request's first byte has come and its head is not complete.
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
    std::size_t cleared_ = 0;  // of the rest: what the scanner of chunks has let pass
    Phase phase_ = Phase::line;
    Pending pending_ = Pending::none;
    bool paused_ = false;       // llhttp is, and goes on with the next run
    bool value_begun_ = false;  // the last header has its value, what comes is the next one's name
    std::string_view body_;
    HttpRequest request_;
};

}  // namespace papo::proto
