#include "papo/proto/field_scanner.h"

#include "papo/proto/http_chars.h"

namespace papo::proto {

std::size_t FieldScanner::scan(std::string_view bytes) {
    std::size_t at = 0;
    while (at < bytes.size() && !done() && fault_ == Fault::none) step(bytes[at++]);
    return at;
}

bool FieldScanner::at_end_line(char next) const {
    return state_ == State::section_end || (state_ == State::line_start && next == '\r');
}

void FieldScanner::step(char c) {
    if (++bytes_ > max_bytes_ + 2) {  // 2: the CRLF of the empty line
        fault_ = Fault::too_large;
        return;
    }
    switch (state_) {
    case State::line_start: return step_line_start(c);
    case State::name:
        if (c == ':') {
            state_ = State::value;
        } else if (!is_tchar(c)) {
            refuse("a field name is not a token with its colon right behind it");
        }
        return;
    case State::value: return step_value(c);
    case State::line_end:
    case State::section_end:
        if (c != '\n') return refuse("a CR stands alone");
        state_ = state_ == State::line_end ? State::line_start : State::done;
        return;
    case State::done: return;
    }
}

void FieldScanner::step_line_start(char c) {
    if (c == '\r') {
        state_ = State::section_end;
    } else if (is_tchar(c)) {
        state_ = State::name;
    } else if (is_blank(c)) {
        refuse("a field line is folded or begins with white space");  // RFC 9112 sections 2.2 and 5.2
    } else {
        refuse(c == '\n' ? "a line ends in LF without CR" : "a field name is not a token");
    }
}

void FieldScanner::step_value(char c) {
    if (c == '\r') {
        state_ = State::line_end;
    } else if (!is_field_char(c)) {  // RFC 9110 section 5.5
        refuse(c == '\n' ? "a line ends in LF without CR" : "a field value holds a control character");
    }
}

void FieldScanner::refuse(std::string_view reason) {
    fault_ = Fault::malformed;
    reason_ = reason;
}

}  // namespace papo::proto
