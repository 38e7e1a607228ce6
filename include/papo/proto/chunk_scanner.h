// Scans a chunked body (RFC 9112 section 7.1) before the decoder, and tells which bytes the decoder gets: sizes, data
// and line ends. Chunk extensions and trailers are checked, bounded and dropped, so that the decoder cannot misread
// them. Holds no bytes of the body.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "papo/proto/field_scanner.h"

namespace papo::proto {

class ChunkScanner {
public:
    enum class Fault : std::uint8_t { none, malformed, trailers_too_large };

    // `max_trailers`: limit of the trailer section in bytes.
    explicit ChunkScanner(std::size_t max_trailers) : trailers_(max_trailers) {}

    struct Span {
        std::size_t size = 0;
        bool matters = false;  // false: the decoder must not get these bytes
    };
    // The length of the next run of bytes that all matter or all do not; check done() and fault() afterwards. With a
    // fault, the wrong byte is the last of the run.
    Span scan(std::string_view bytes);
    // Whether the whole body has been scanned.
    bool done() const { return trailers_.done(); }
    Fault fault() const { return fault_; }
    // The cause of fault malformed.
    std::string_view reason() const { return reason_; }

private:
    // Positions in a chunk's first line: size [ extensions ] CRLF, with blanks allowed around ";" and "=".
    enum class State : std::uint8_t {
        first_digit,
        digits,
        before_semicolon,
        before_name,
        name,
        before_equals,
        before_value,
        value,
        quoted,
        escaped,
        after_quoted,
        size_lf,
        data,
        data_cr,
        data_lf,
        trailers,
    };

    bool matters(char c) const;
    void step(char c);
    void step_digits(char c);
    void step_extension(char c);
    void step_quoted(char c);
    void end_line();
    void add_digit(unsigned value);
    void scan_trailer(char c);
    void refuse(std::string_view reason);

    FieldScanner trailers_;
    State state_ = State::first_digit;
    std::uint64_t left_ = 0;        // of the chunk's size or data
    std::size_t line_length_ = 0;   // of the chunk's first line
    std::size_t extra_length_ = 0;  // of all lines: bytes beyond plain sizes
    Fault fault_ = Fault::none;
    std::string_view reason_;
};

}  // namespace papo::proto
