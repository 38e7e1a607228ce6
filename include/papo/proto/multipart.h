// multipart/form-data (RFC 7578, RFC 2046 section 5.1) as a stream of part heads, views of data, and ends. Holds at
// most a part's head (4 KiB) or the beginning of a possible boundary, whatever the size of a part.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace papo::proto {

// The boundary of a multipart/form-data Content-Type: 1 to 70 characters; nothing for any other type.
std::optional<std::string> boundary_of(std::string_view content_type);

struct MultipartNeedMore {};
struct PartBegin {
    std::string name;
    std::optional<std::string> filename;
};
struct PartData {
    std::string_view bytes;  // valid until the parser is called again
};
struct PartEnd {};
struct MultipartEnd {};
struct MultipartError {
    std::string_view message;  // static
};
using MultipartEvent = std::variant<MultipartNeedMore, PartBegin, PartData, PartEnd, MultipartEnd, MultipartError>;

class MultipartParser {
public:
    explicit MultipartParser(std::string boundary);

    // Sets the next bytes, which must stay valid until next() returns MultipartNeedMore.
    void feed(std::string_view bytes) { rest_ = bytes; }
    // The next event. MultipartEnd or MultipartError is the last one: an epilogue is ignored.
    MultipartEvent next();

private:
    enum class Stage : std::uint8_t { preamble, after_delimiter, head, data, ended };

    MultipartEvent take();
    MultipartEvent take_preamble();
    MultipartEvent take_after_delimiter();
    MultipartEvent take_head();
    MultipartEvent take_data();
    MultipartEvent begin_part();
    bool take_byte(char& byte);
    // Consumes the delimiter if it is next; otherwise sets `before` to bytes that are certainly data.
    bool find_delimiter(std::string_view& before);
    bool finish_held(std::string_view& before);
    MultipartEvent fail(std::string_view message);

    std::string delimiter_;  // CRLF, two dashes and the boundary
    std::string_view rest_;
    std::string held_;          // earlier bytes that may begin a delimiter; in a head: its lines so far
    std::string shown_;         // held bytes that turned out to be data; the current event views them
    std::size_t not_data_ = 2;  // bytes at the front of held_ that are not data: the CRLF before the delimiter
    Stage stage_ = Stage::preamble;
    std::size_t skipped_ = 0;  // bytes of the preamble
    unsigned parts_ = 0;
};

}  // namespace papo::proto
