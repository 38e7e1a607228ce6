// Reads a request line (RFC 9112 section 3) as its bytes arrive. It accepts only single spaces and CRLF: proxies read
// lenient forms differently. Owns the method and the target, each within its limit.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace papo::proto {

class RequestLine {
public:
    enum class Fault : std::uint8_t { none, malformed, method_too_long, target_too_long, bad_version };

    // `max_target`: limit of the request target in bytes.
    explicit RequestLine(std::size_t max_target) : max_target_(max_target) {}

    // How many of `bytes` belong to the line: all, or up to its end. Check done() and fault() afterwards.
    std::size_t feed(std::string_view bytes);
    bool done() const { return state_ == State::done; }
    Fault fault() const { return fault_; }
    // The cause of fault malformed.
    std::string_view reason() const { return reason_; }
    // Whether a byte other than those of empty lines has arrived.
    bool started() const { return state_ != State::before; }

    // Valid once done(): the method is a token, the target is visible ASCII, and minor is the x of version 1.x.
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
