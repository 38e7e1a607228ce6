#include "papo/proto/request_line.h"

#include "papo/proto/http_chars.h"

namespace papo::proto {
namespace {

constexpr std::size_t max_method = 32;       // bytes
constexpr std::uint8_t max_blank_lines = 4;  // RFC 9112 section 2.2: at least one should be ignored
constexpr std::string_view version_form = "HTTP/1.1";

}  // namespace

std::size_t RequestLine::feed(std::string_view bytes) {
    std::size_t at = 0;
    while (at < bytes.size() && !done() && fault_ == Fault::none) step(bytes[at++]);
    return at;
}

void RequestLine::step(char c) {
    switch (state_) {
    case State::before: return step_before(c);
    case State::method:
        if (c == ' ') {
            state_ = State::target;
        } else if (!is_tchar(c)) {
            refuse(Fault::malformed, "its method is not a token");
        } else if (method_.size() == max_method) {
            refuse(Fault::method_too_long, {});
        } else {
            method_ += c;
        }
        return;
    case State::target:
        if (c == ' ' && !target_.empty()) {
            state_ = State::version;
        } else if (!is_visible(c)) {
            refuse(Fault::malformed, "its target holds a character that has to be percent-encoded");
        } else if (target_.size() == max_target_) {
            refuse(Fault::target_too_long, {});
        } else {
            target_ += c;
        }
        return;
    case State::version: return step_version(c);
    case State::end:
        if (c != '\n') return refuse(Fault::malformed, "a CR stands alone");
        if (version_[5] != '1') return refuse(Fault::bad_version, {});
        state_ = State::done;
        return;
    case State::done: return;
    }
}

void RequestLine::step_before(char c) {
    if (after_cr_) {
        if (c != '\n') return refuse(Fault::malformed, "a CR stands alone");
        after_cr_ = false;
        if (++blank_lines_ > max_blank_lines) refuse(Fault::malformed, "empty lines instead of a request");
    } else if (c == '\r') {
        after_cr_ = true;
    } else {
        state_ = State::method;
        step(c);
    }
}

// RFC 9112 section 2.3: "HTTP/" in upper case, a digit, a point, a digit.
void RequestLine::step_version(char c) {
    const auto at = version_.size();
    if (at == version_form.size() && c == '\r') {
        state_ = State::end;
        return;
    }
    const bool fits = at < version_form.size() && (at == 5 || at == 7 ? is_digit(c) : c == version_form[at]);
    if (!fits) return refuse(Fault::malformed, "its first line is not \"METHOD target HTTP/1.1\", ended by CRLF");
    version_ += c;
}

void RequestLine::refuse(Fault fault, std::string_view reason) {
    fault_ = fault;
    reason_ = reason;
}

}  // namespace papo::proto
