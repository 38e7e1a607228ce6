// Scans a field section (headers or trailers, RFC 9112 section 5) before the parser: finds its end, limits its size,
// and refuses forms that proxies read differently (request smuggling): bare LF and CR, folded lines, white space before
// the colon, control characters. Holds no bytes of the section.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace papo::proto {

class FieldScanner {
public:
    enum class Fault : std::uint8_t { none, malformed, too_large };

    // `max_bytes`: limit of all field lines with their CRLF, without the empty line.
    explicit FieldScanner(std::size_t max_bytes) : max_bytes_(max_bytes) {}

    // How many of `bytes` belong to the section: all, or up to the end of its empty line. Check done() and fault()
    // afterwards. With a fault, the wrong byte is the last of them.
    std::size_t scan(std::string_view bytes);
    bool done() const { return state_ == State::done; }
    // Whether `next` is part of the empty line that ends the section.
    bool at_end_line(char next) const;
    Fault fault() const { return fault_; }
    // The cause of fault malformed.
    std::string_view reason() const { return reason_; }

private:
    enum class State : std::uint8_t { line_start, name, value, line_end, section_end, done };

    void step(char c);
    void step_line_start(char c);
    void step_value(char c);
    void refuse(std::string_view reason);

    std::size_t max_bytes_;
    std::size_t bytes_ = 0;
    State state_ = State::line_start;
    Fault fault_ = Fault::none;
    std::string_view reason_;
};

}  // namespace papo::proto
