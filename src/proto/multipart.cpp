#include "papo/proto/multipart.h"

#include <algorithm>
#include <cassert>
#include <cstring>
#include <utility>

#include "papo/base/text.h"
#include "papo/proto/content_disposition.h"

namespace papo::proto {
namespace {

constexpr std::size_t max_head = 4096;      // bytes of a part's header lines
constexpr std::size_t max_preamble = 4096;  // bytes before the first boundary
constexpr unsigned max_parts = 16;

// RFC 2046 section 5.1.1: bchars.
bool is_boundary_char(char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
           std::string_view("'()+_,-./:=? ").find(c) != std::string_view::npos;
}

// How many bytes at the end of `text` begin `delimiter`, whose only CR is its first byte.
std::size_t overlap(std::string_view text, std::string_view delimiter) {
    const auto tail = text.substr(text.size() - std::min(text.size(), delimiter.size() - 1));
    const auto cr = tail.rfind('\r');
    if (cr == std::string_view::npos) return 0;
    const auto size = tail.size() - cr;
    return tail.substr(cr) == delimiter.substr(0, size) ? size : 0;
}

}  // namespace

std::optional<std::string> boundary_of(std::string_view content_type) {
    auto type = content_type.substr(0, content_type.find(';'));
    type = type.substr(0, type.find_last_not_of(" \t") + 1);
    if (!iequals(type, "multipart/form-data")) return std::nullopt;
    auto boundary = parameter(content_type, "boundary");
    const bool valid = boundary && !boundary->empty() && boundary->size() <= 70 && boundary->back() != ' ' &&
                       std::all_of(boundary->begin(), boundary->end(), is_boundary_char);
    return valid ? std::move(boundary) : std::nullopt;
}

// The first boundary may have no CRLF before it: held_ begins with one.
MultipartParser::MultipartParser(std::string boundary) : delimiter_("\r\n--" + std::move(boundary)), held_("\r\n") {}

MultipartEvent MultipartParser::next() {
    shown_.clear();
    while (true) {
        const auto stage = stage_;
        auto event = take();
        if (stage_ == stage || !std::holds_alternative<MultipartNeedMore>(event)) return event;
    }
}

MultipartEvent MultipartParser::take() {
    switch (stage_) {
    case Stage::preamble: return take_preamble();
    case Stage::after_delimiter: return take_after_delimiter();
    case Stage::head: return take_head();
    case Stage::data: return take_data();
    case Stage::ended: break;
    }
    return MultipartNeedMore{};
}

MultipartEvent MultipartParser::take_preamble() {
    std::string_view before;
    do {
        if (find_delimiter(before)) {
            stage_ = Stage::after_delimiter;
            return MultipartNeedMore{};
        }
        skipped_ += before.size();
        if (skipped_ > max_preamble) return fail("the form does not begin with its boundary");
    } while (!rest_.empty());
    return MultipartNeedMore{};
}

// After a delimiter, `--` ends the form, and a CRLF, with white space before it allowed, begins a part.
MultipartEvent MultipartParser::take_after_delimiter() {
    for (char c = 0; take_byte(c);) {
        held_ += c;
        if (held_ == "--") {
            stage_ = Stage::ended;
            return MultipartEnd{};
        }
        if (c == '\n' && held_.size() >= 2 && held_[held_.size() - 2] == '\r') {
            held_.clear();
            stage_ = Stage::head;
            if (++parts_ > max_parts) return fail("the form has too many parts");
            return MultipartNeedMore{};
        }
        const bool allowed = c == ' ' || c == '\t' || c == '\r' || (c == '-' && held_.size() == 1);
        if (!allowed || held_.size() > 80) return fail("a boundary is followed by something else");
    }
    return MultipartNeedMore{};
}

MultipartEvent MultipartParser::take_head() {
    for (char c = 0; take_byte(c);) {
        held_ += c;
        if (held_.size() > max_head) return fail("a part's head is too large");
        const std::string_view head = held_;
        if (head == "\r\n" || (head.size() >= 4 && head.substr(head.size() - 4) == "\r\n\r\n")) return begin_part();
    }
    return MultipartNeedMore{};
}

MultipartEvent MultipartParser::begin_part() {
    std::optional<FormDataDisposition> disposition;
    for (std::string_view lines = held_; !lines.empty();) {
        const auto line = lines.substr(0, lines.find("\r\n"));
        lines.remove_prefix(std::min(lines.size(), line.size() + 2));
        const auto colon = line.find(':');
        if (colon == std::string_view::npos || !iequals(line.substr(0, colon), "content-disposition")) continue;
        const auto value = line.substr(colon + 1);
        disposition = parse_form_data(value.substr(std::min(value.size(), value.find_first_not_of(" \t"))));
    }
    // The CRLF that ends a part's head may also begin the delimiter of an empty part.
    held_ = "\r\n";
    not_data_ = 2;
    stage_ = Stage::data;
    if (!disposition) return fail("a part has no name");
    return PartBegin{std::move(disposition->name), std::move(disposition->filename)};
}

MultipartEvent MultipartParser::take_data() {
    std::string_view before;
    do {
        if (find_delimiter(before)) {
            stage_ = Stage::after_delimiter;
            return PartEnd{};
        }
        if (!before.empty()) return PartData{before};
    } while (!rest_.empty());
    return MultipartNeedMore{};
}

bool MultipartParser::find_delimiter(std::string_view& before) {
    before = {};
    if (!held_.empty()) return finish_held(before);
    if (rest_.empty()) return false;
    const void* at = ::memmem(rest_.data(), rest_.size(), delimiter_.data(), delimiter_.size());
    if (at == rest_.data()) {
        rest_.remove_prefix(delimiter_.size());
        return true;
    }
    const auto size = at != nullptr ? static_cast<std::size_t>(static_cast<const char*>(at) - rest_.data())
                                    : rest_.size() - overlap(rest_, delimiter_);
    before = rest_.substr(0, size);
    rest_.remove_prefix(size);
    if (at == nullptr) held_ = std::exchange(rest_, {});
    return false;
}

// The held bytes begin a possible delimiter. The delimiter's only CR is its first byte, so all held bytes are data once
// the next byte does not match.
bool MultipartParser::finish_held(std::string_view& before) {
    while (!rest_.empty() && held_.size() < delimiter_.size() && rest_.front() == delimiter_[held_.size()]) {
        held_ += rest_.front();
        rest_.remove_prefix(1);
    }
    if (held_.size() < delimiter_.size() && rest_.empty()) return false;
    const bool found = held_.size() == delimiter_.size();
    assert(found || not_data_ <= held_.size());
    shown_ = std::exchange(held_, {});
    if (!found) before = std::string_view(shown_).substr(not_data_);
    not_data_ = 0;
    return found;
}

bool MultipartParser::take_byte(char& byte) {
    if (rest_.empty()) return false;
    byte = rest_.front();
    rest_.remove_prefix(1);
    return true;
}

MultipartEvent MultipartParser::fail(std::string_view message) {
    stage_ = Stage::ended;
    rest_ = {};
    return MultipartError{message};
}

}  // namespace papo::proto
