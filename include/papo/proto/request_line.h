// The line a request begins with (RFC 9112 section 3), read as its bytes arrive. Exactly single spaces part it, and
// only CRLF ends it: what others forgive is what they read differently. Owns what it has read, at most the bounds.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace papo::proto {

class RequestLine {
public:
    enum class Fault : std::uint8_t { none, malformed, method_too_long, target_too_long, bad_version };

    // `max_target`: bytes of the request target.
    explicit RequestLine(std::size_t max_target) : max_target_(max_target) {}

    // How many of `bytes` belong to the line, all of them or as far as its end; see done() and fault() then.
    std::size_t feed(std::string_view bytes);
    bool done() const { return state_ == State::done; }
    Fault fault() const { return fault_; }
    // What is wrong, for fault malformed.
    std::string_view reason() const { return reason_; }
    // Whether anything but empty lines has come.
    bool started() const { return state_ != State::before; }

    // Once it is done: a token; visible ASCII characters; the x of version 1.x.
    std::string& method() { return method_; }
    std::string& target() { return target_; }
    int minor() const { return version_[7] - '0'; }

private:
    enum class State : std::uint8_t { before, method, target, version, end, done };

    void step(char c);
    void step_before(char c);
    void step_version(char c);
    void refuse(Fault fault, std::string_view reason);

    std::size_t max_target_;
    std::string method_;
    std::string target_;
    std::string version_;
    State state_ = State::before;
    std::uint8_t blank_lines_ = 0;
    bool after_cr_ = false;  // of an empty line
    Fault fault_ = Fault::none;
    std::string_view reason_;
};

}  // namespace papo::proto
