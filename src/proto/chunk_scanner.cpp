#include "papo/proto/chunk_scanner.h"

#include <algorithm>

#include "papo/proto/http_chars.h"

namespace papo::proto {
namespace {

constexpr std::size_t max_line = 1024;        // bytes of a chunk's first line
constexpr std::size_t max_extra = 16 * 1024;  // bytes of extensions and leading zeros in a body
constexpr std::size_t plain_digits = 16;      // enough for every 64-bit size

// -1 for any other character.
int hex_value(char c) {
    if (is_digit(c)) return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

}  // namespace

ChunkScanner::Span ChunkScanner::scan(std::string_view bytes) {
    if (state_ == State::data) {
        const auto size = static_cast<std::size_t>(std::min<std::uint64_t>(left_, bytes.size()));
        left_ -= size;
        if (left_ == 0) state_ = State::data_cr;
        return {size, true};
    }
    Span span;
    while (span.size < bytes.size() && state_ != State::data && !done() && fault_ == Fault::none) {
        const char c = bytes[span.size];
        if (span.size > 0 && matters(c) != span.matters) break;
        span.matters = matters(c);
        step(c);
        ++span.size;
    }
    return span;
}

bool ChunkScanner::matters(char c) const {
    switch (state_) {
    case State::first_digit:
    case State::digits: return hex_value(c) >= 0 || c == '\r';
    case State::trailers: return trailers_.at_end_line(c);
    case State::size_lf:
    case State::data:
    case State::data_cr:
    case State::data_lf: return true;
    case State::before_semicolon:
    case State::before_name:
    case State::name:
    case State::before_equals:
    case State::before_value:
    case State::value:
    case State::quoted:
    case State::escaped:
    case State::after_quoted: break;
    }
    return c == '\r';  // of an extension, only the line's end matters
}

void ChunkScanner::step(char c) {
    switch (state_) {
    case State::first_digit:
    case State::digits: return step_digits(c);
    case State::size_lf:
        if (c != '\n') return refuse("a CR stands alone");
        return end_line();
    case State::data: return;  // scan() handles data without step()
    case State::data_cr:
        if (c != '\r') return refuse("a chunk is longer than its size");
        state_ = State::data_lf;
        return;
    case State::data_lf:
        if (c != '\n') return refuse("a chunk's data does not end in CRLF");
        state_ = State::first_digit;
        return;
    case State::trailers: return scan_trailer(c);
    case State::before_semicolon:
    case State::before_name:
    case State::name:
    case State::before_equals:
    case State::before_value:
    case State::value:
    case State::quoted:
    case State::escaped:
    case State::after_quoted: return step_extension(c);
    }
}

void ChunkScanner::step_digits(char c) {
    const int digit = hex_value(c);
    if (digit >= 0) return add_digit(static_cast<unsigned>(digit));
    if (state_ == State::first_digit) return refuse("a chunk's size is not a hexadecimal number");
    if (c == '\r') {
        state_ = State::size_lf;
    } else if (c == ';' || is_blank(c)) {
        ++line_length_;
        ++extra_length_;
        state_ = c == ';' ? State::before_name : State::before_semicolon;
    } else {
        refuse("a chunk's size is not a hexadecimal number, ended by CRLF");
    }
}

void ChunkScanner::add_digit(unsigned value) {
    state_ = State::digits;
    if ((left_ >> 60U) != 0) return refuse("a chunk's size is beyond all bounds");
    left_ = left_ << 4U | value;
    if (++line_length_ > plain_digits) ++extra_length_;
    if (line_length_ > max_line || extra_length_ > max_extra) refuse("a chunk's size has too many digits");
}

// RFC 9112 section 7.1.1: *( BWS ";" BWS name [ BWS "=" BWS ( token / quoted-string ) ] ).
void ChunkScanner::step_extension(char c) {
    if (++extra_length_ > max_extra || ++line_length_ > max_line) return refuse("its chunk extensions are too long");
    const auto state = state_;
    if (state == State::quoted || state == State::escaped) return step_quoted(c);
    const bool in_name = state == State::name || state == State::before_equals;
    const bool whole = state == State::name || state == State::value || state == State::after_quoted;
    if (is_blank(c)) {
        if (state == State::name) state_ = State::before_equals;
        if (state == State::value || state == State::after_quoted) state_ = State::before_semicolon;
    } else if (c == '\r' && whole) {
        state_ = State::size_lf;
    } else if (c == ';' && (whole || in_name || state == State::before_semicolon)) {
        state_ = State::before_name;
    } else if (c == '=' && in_name) {
        state_ = State::before_value;
    } else if (c == '"' && state == State::before_value) {
        state_ = State::quoted;
    } else if (is_tchar(c) && (state == State::before_name || state == State::name)) {
        state_ = State::name;
    } else if (is_tchar(c) && (state == State::before_value || state == State::value)) {
        state_ = State::value;
    } else {
        refuse("a chunk's extension is malformed");
    }
}

void ChunkScanner::step_quoted(char c) {
    if (!is_field_char(c)) return refuse("a chunk's extension is malformed");
    if (state_ == State::escaped) {
        state_ = State::quoted;
    } else if (c == '"') {
        state_ = State::after_quoted;
    } else if (c == '\\') {
        state_ = State::escaped;
    }
}

void ChunkScanner::end_line() {
    line_length_ = 0;
    state_ = left_ == 0 ? State::trailers : State::data;
}

void ChunkScanner::scan_trailer(char c) {
    trailers_.scan({&c, 1});
    if (trailers_.fault() == FieldScanner::Fault::too_large) fault_ = Fault::trailers_too_large;
    if (trailers_.fault() == FieldScanner::Fault::malformed) refuse(trailers_.reason());
}

void ChunkScanner::refuse(std::string_view reason) {
    fault_ = Fault::malformed;
    reason_ = reason;
}

}  // namespace papo::proto
