#include "papo/talk/terminal_text.h"

#include <algorithm>
#include <array>
#include <ctime>
#include <utility>
#include <variant>

namespace papo::talk {
namespace {

std::string on_one_line(std::string_view text) {
    std::string line(text);
    std::replace_if(
        line.begin(), line.end(), [](char c) { return c == '\n' || c == '\r'; }, ' ');
    return line;
}

std::string local_time(std::int64_t wall_ms) {
    const std::time_t seconds = wall_ms / 1000;
    std::tm local{};
    ::localtime_r(&seconds, &local);
    std::array<char, 16> text{};
    return {text.data(), std::strftime(text.data(), text.size(), "[%H:%M:%S] ", &local)};
}

using Lines = std::vector<std::string>;

void add_lines(Lines& lines, const chat::Entry& entry, std::string_view host) {
    const auto start = local_time(entry.ts) + entry.from + ": ";
    const auto add = [&](const chat::Said& said) {
        if (said.text) lines.push_back(start + on_one_line(*said.text));
        if (!said.file) return;
        lines.push_back(start + said.file->name + " http://" + std::string(host) + "/uploads/" + said.file->filename);
    };
    std::visit(add, entry.body);
}

void add_lines(Lines& lines, const chat::Messages& event, std::string_view host) {
    for (const auto& entry : event.entries) add_lines(lines, *entry, host);
}

void add_lines(Lines& lines, const chat::Joined& event, std::string_view host) {
    for (const auto& entry : event.messages) add_lines(lines, *entry, host);
    auto line = "* " + std::string(event.you) + " in " + std::string(event.room) + ": ";
    std::string_view separator;
    for (const auto name : event.members) {
        line += separator;
        line += name;
        separator = ", ";
    }
    lines.push_back(std::move(line));
}

void add_lines(Lines& lines, const chat::Presence& event, std::string_view) {
    lines.push_back("* " + std::string(event.name) + (event.joined ? " joined" : " left"));
}

void add_lines(Lines& lines, const chat::Refusal& event, std::string_view) {
    lines.push_back("! " + std::string(to_string(event.code)) + ": " + on_one_line(event.message));
}

// A terminal asks for nothing, so it is told no answers.
template <typename Answer>
void add_lines(Lines&, const Answer&, std::string_view) {}

}  // namespace

std::vector<std::string> terminal_lines(const chat::Event& event, std::string_view host) {
    Lines lines;
    std::visit([&](const auto& what) { add_lines(lines, what, host); }, event);
    return lines;
}

}  // namespace papo::talk
