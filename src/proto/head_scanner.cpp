#include "papo/proto/head_scanner.h"

namespace papo::proto {
namespace {

constexpr std::size_t method_and_version = 64;  // bytes of a request line beside its target
constexpr std::uint8_t max_blank_lines = 4;     // RFC 9112 section 2.2: at least one should be ignored

}  // namespace

void HeadScanner::begin_trailers() {
    begin_head();
    in_request_line_ = false;
}

std::size_t HeadScanner::scan(std::string_view bytes) {
    std::size_t at = 0;
    while (at < bytes.size() && !done_ && fault_ == Fault::none) step(bytes[at++]);
    return at;
}

void HeadScanner::step(char c) {
    if (!in_request_line_ && ++header_bytes_ > limits_.max_header_block + 2) {  // 2: the empty line's own end
        return refuse(Fault::headers_too_large, "the header block is too large");
    }
    if (c == '\n') return after_cr_ ? end_line() : refuse(Fault::malformed, "a line ends in LF without CR");
    if (after_cr_) return refuse(Fault::malformed, "a CR stands alone");
    if (c == '\r') {
        after_cr_ = true;
        return;
    }
    if (c == '\0') return refuse(Fault::malformed, "the head holds a NUL");
    // RFC 9112 section 5.2: folded lines are refused.
    if (line_length_ == 0 && !in_request_line_ && (c == ' ' || c == '\t')) {
        return refuse(Fault::malformed, "a field line is folded");
    }
    if (++line_length_ > limits_.max_uri + method_and_version && in_request_line_) {
        refuse(Fault::uri_too_long, "the address is too long");
    }
}

void HeadScanner::end_line() {
    after_cr_ = false;
    if (line_length_ == 0 && !in_request_line_) {
        done_ = true;
    } else if (line_length_ == 0) {
        if (++blank_lines_ > max_blank_lines) refuse(Fault::malformed, "empty lines instead of a request");
    }
    if (line_length_ > 0) in_request_line_ = false;
    line_length_ = 0;
}

void HeadScanner::refuse(Fault fault, std::string_view reason) {
    fault_ = fault;
    reason_ = reason;
}

}  // namespace papo::proto
