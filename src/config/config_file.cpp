#include "papo/config/config_file.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "papo/base/text.h"
#include "papo/base/utf8.h"

namespace papo::config {
namespace {

constexpr std::string_view blanks = " \t\r";

bool is_bare(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
}

// One line, read from left to right. What is wrong is said in error().
class LineReader {
public:
    explicit LineReader(std::string_view rest) : rest_(rest) {}

    // Absent for an empty line, and when there is an error.
    std::optional<FileSetting> read() {
        if (at_end()) return std::nullopt;
        FileSetting setting;
        if (rest_.front() == '[') return fail("there are no sections; each line is NAME = VALUE");
        while (!rest_.empty() && is_bare(rest_.front())) setting.name += take();
        skip_blanks();
        if (setting.name.empty() || rest_.empty() || rest_.front() != '=') return fail("this is not NAME = VALUE");
        take();
        skip_blanks();
        if (!(next_is('[') ? read_list(setting.values) : read_one(setting.values))) return std::nullopt;
        if (!at_end()) return fail("something follows the value; put values with spaces in quotes");
        return setting;
    }
    const std::string& error() const { return error_; }

private:
    std::nullopt_t fail(std::string what) {
        error_ = std::move(what);
        return std::nullopt;
    }
    bool refuse(std::string what) {
        error_ = std::move(what);
        return false;
    }
    char take() {
        const char c = rest_.front();
        rest_.remove_prefix(1);
        return c;
    }
    bool next_is(char c) const { return !rest_.empty() && rest_.front() == c; }
    void skip_blanks() { rest_.remove_prefix(std::min(rest_.find_first_not_of(blanks), rest_.size())); }
    // At the end, or at a comment.
    bool at_end() {
        skip_blanks();
        return rest_.empty() || rest_.front() == '#';
    }

    bool read_list(std::vector<std::string>& values) {
        take();
        while (true) {
            skip_blanks();
            if (next_is(']')) break;
            if (!read_one(values)) return false;
            skip_blanks();
            if (next_is(',')) {
                take();
            } else if (!next_is(']')) {
                return refuse("the list does not end with ] on its line");
            }
        }
        take();
        return true;
    }

    bool read_one(std::vector<std::string>& values) {
        if (next_is('"') || next_is('\'')) return read_quoted(values);
        const auto size = std::min(rest_.find_first_of(" \t\r,]#\"'"), rest_.size());
        if (size == 0) return refuse("there is no value; write \"\" for none");
        values.emplace_back(rest_.substr(0, size));
        rest_.remove_prefix(size);
        return true;
    }

    bool read_quoted(std::vector<std::string>& values) {
        const char quote = take();
        std::string value;
        while (!rest_.empty() && rest_.front() != quote) {
            const char c = take();
            if (c != '\\' || quote == '\'') {
                value += c;
            } else if (next_is('"') || next_is('\\')) {
                value += take();
            } else {
                return refuse("\\ goes only before \" and \\; write such a value between single quotes");
            }
        }
        if (rest_.empty()) return refuse("there is a quote missing");
        take();
        values.push_back(std::move(value));
        return true;
    }

    std::string_view rest_;
    std::string error_;
};

bool is_plain(std::string_view value) {
    return parse_decimal(value) || value == "true" || value == "false";
}

std::string quoted(std::string_view value) {
    if (is_plain(value)) return std::string(value);
    std::string text = "\"";
    for (const char c : value) {
        if (c == '"' || c == '\\') text += '\\';
        text += c;
    }
    return text + '"';
}

}  // namespace

Result<std::vector<FileSetting>> parse_settings(std::string_view text) {
    std::vector<FileSetting> settings;
    if (text.substr(0, 3) == "\xEF\xBB\xBF") text.remove_prefix(3);
    for (std::size_t number = 1; !text.empty(); ++number) {
        const auto end = std::min(text.find('\n'), text.size());
        const auto line = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        const auto failed = [&](const std::string& what) { return Error{std::to_string(number) + ": " + what}; };
        if (!is_utf8(line)) return failed("this is not UTF-8");
        LineReader reader(line);
        auto setting = reader.read();
        if (!reader.error().empty()) return failed(reader.error());
        if (!setting) continue;
        setting->line = number;
        const auto before = std::find_if(settings.begin(), settings.end(),
                                         [&](const FileSetting& each) { return each.name == setting->name; });
        if (before != settings.end()) {
            return failed(setting->name + " is there already, in line " + std::to_string(before->line));
        }
        settings.push_back(std::move(*setting));
    }
    return settings;
}

std::string setting_line(std::string_view name, const std::vector<std::string>& values, bool is_list) {
    std::string line(name);
    line += " = ";
    if (!is_list) return line + quoted(values.empty() ? std::string_view{} : std::string_view(values.front()));
    line += '[';
    for (std::size_t i = 0; i < values.size(); ++i) line += (i == 0 ? "" : ", ") + quoted(values[i]);
    return line + ']';
}

}  // namespace papo::config
