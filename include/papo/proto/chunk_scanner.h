// Walks a chunked body (RFC 9112 section 7.1) ahead of whoever decodes it, and says which of its bytes matter: sizes,
// data and line ends. Chunk extensions and trailers are checked, bounded and left out, so that nobody behind it can
// be led astray by them. Holds nothing of the body.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "papo/proto/field_scanner.h"

namespace papo::proto {

class ChunkScanner {
public:
    enum class Fault : std::uint8_t { none, malformed, trailers_too_large };

    // `max_trailers`: bytes of the trailer section.
    explicit ChunkScanner(std::size_t max_trailers) : trailers_(max_trailers) {}

    struct Span {
        std::size_t size = 0;
        bool matters = false;  // else it is to be left out
    };
    // The next of `bytes` that all matter or all do not; see done() and fault() then. With a fault the last of them
    // is the byte that is wrong.
    Span scan(std::string_view bytes);
    // The whole body has been seen.
    bool done() const { return trailers_.done(); }
    Fault fault() const { return fault_; }
    // What is wrong, for fault malformed.
    std::string_view reason() const { return reason_; }

private:
    // Of a line: size [ extensions ] CRLF, with blanks allowed around an extension's signs.
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
    std::size_t extra_length_ = 0;  // of all lines, what is not a plain size
    Fault fault_ = Fault::none;
    std::string_view reason_;
};

}  // namespace papo::proto
