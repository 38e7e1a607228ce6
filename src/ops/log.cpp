#include "papo/ops/log.h"

#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/stdout_sinks.h>

#include <algorithm>

#include "papo/base/json_text.h"
#include "papo/base/text.h"
#include "papo/base/utf8.h"

namespace papo::ops {
namespace {

constexpr std::size_t longest = 8192;  // bytes of a message

// The flag %*: the message in one line, or as a JSON string.
class Message final : public spdlog::custom_flag_formatter {
public:
    explicit Message(bool json) : json_(json) {}
    void format(const spdlog::details::log_msg& msg, const std::tm&, spdlog::memory_buf_t& dest) override {
        auto text = one_line({msg.payload.data(), msg.payload.size()});
        if (json_) {
            std::string quoted;
            append_json_string(quoted, text);
            text = std::move(quoted);
        }
        dest.append(text.data(), text.data() + text.size());
    }
    std::unique_ptr<custom_flag_formatter> clone() const override { return std::make_unique<Message>(json_); }

private:
    bool json_;
};

// Bytes of the UTF-8 character at the beginning of `text`; 0 if there is none.
std::size_t character_size(std::string_view text) {
    Utf8Checker checker;
    for (std::size_t size = 1; size <= std::min<std::size_t>(text.size(), 4); ++size) {
        if (!checker.feed(text.substr(size - 1, 1))) return 0;
        if (checker.complete()) return size;
    }
    return 0;
}

void append_hex(std::string& out, std::string_view mark, unsigned value, int digits) {
    static constexpr std::string_view hex = "0123456789abcdef";
    out += mark;
    while (digits-- > 0) out += hex[value >> (4U * static_cast<unsigned>(digits)) & 15U];
}

void append_character(std::string& out, std::string_view character) {
    if (character == "\n") {
        out += "\\n";
    } else if (character == "\\") {
        out += "\\\\";
    } else if (has_forbidden_in_name(character)) {
        auto rest = character;
        append_hex(out, "\\u", next_code_point(rest), 4);
    } else {
        out += character;
    }
}

std::unique_ptr<spdlog::formatter> formatter_of(bool json) {
    auto formatter = std::make_unique<spdlog::pattern_formatter>();
    formatter->add_flag<Message>('*', json).set_pattern(
        json ? R"({"time":"%Y-%m-%dT%H:%M:%S.%e%z","level":"%l","message":%*})" : "%Y-%m-%d %H:%M:%S %l %*");
    return formatter;
}

}  // namespace

std::string one_line(std::string_view text) {
    std::string line;
    const bool cut = text.size() > longest;
    text = text.substr(0, longest);
    while (!text.empty()) {
        const auto size = character_size(text);
        if (size == 0) {
            append_hex(line, "\\x", static_cast<unsigned char>(text.front()), 2);
        } else {
            append_character(line, text.substr(0, size));
        }
        text.remove_prefix(std::max<std::size_t>(size, 1));
    }
    return cut ? line + "…" : line;
}

Log open_log(const std::string& level, std::string_view format) {
    auto log = std::make_shared<spdlog::logger>("papo", std::make_shared<spdlog::sinks::stderr_sink_st>());
    log->set_level(spdlog::level::from_str(level));
    log->flush_on(spdlog::level::trace);
    log->set_formatter(formatter_of(format == "json"));
    return log;
}

}  // namespace papo::ops
