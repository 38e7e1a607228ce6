// Walks a message head byte by byte ahead of the grammar: finds its end, keeps its size bounded, and refuses what
// RFC 9112 lets a server refuse because others read it differently (request smuggling).
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace papo::proto {

struct HttpLimits {
    std::size_t max_uri = 8 * 1024;            // bytes of the request target
    std::size_t max_header_block = 16 * 1024;  // bytes of all field lines, without the request line
};

class HeadScanner {
public:
    enum class Fault : std::uint8_t { none, malformed, uri_too_long, headers_too_large };

    explicit HeadScanner(HttpLimits limits) : limits_(limits) {}

    // For a request's head, or for trailers, which have no request line.
    void begin_head() { *this = HeadScanner(limits_); }
    void begin_trailers();

    // How many of `bytes` belong to the head, all of them or as far as its empty line; see done() and fault() then.
    std::size_t scan(std::string_view bytes);
    bool done() const { return done_; }
    Fault fault() const { return fault_; }
    // What is wrong, for fault malformed.
    std::string_view reason() const { return reason_; }
    bool started() const { return line_length_ > 0 || !in_request_line_; }

private:
    void step(char c);
    void end_line();
    void refuse(Fault fault, std::string_view reason);

    HttpLimits limits_;
    std::size_t line_length_ = 0;   // without the line's CR
    std::size_t header_bytes_ = 0;  // of all field lines, their ends included
    std::uint8_t blank_lines_ = 0;  // before a request line
    bool after_cr_ = false;
    bool in_request_line_ = true;
    bool done_ = false;
    Fault fault_ = Fault::none;
    std::string_view reason_;
};

}  // namespace papo::proto
