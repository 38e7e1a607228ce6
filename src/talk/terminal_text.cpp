#include "papo/talk/terminal_text.h"

#include <algorithm>
#include <array>
#include <ctime>

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

}  // namespace

std::vector<std::string> message_lines(const chat::Entry& entry, std::string_view host) {
    const auto start = local_time(entry.ts) + entry.from + ": ";
    std::vector<std::string> lines;
    const auto add = [&](const chat::Said& said) {
        if (said.text) lines.push_back(start + on_one_line(*said.text));
        if (!said.file) return;
        lines.push_back(start + said.file->name + " http://" + std::string(host) + "/uploads/" + said.file->filename);
    };
    std::visit(add, entry.body);
    return lines;
}

std::string joined_line(const chat::Joined& event) {
    auto line = "* " + std::string(event.you) + " in " + std::string(event.room) + ": ";
    std::string_view separator;
    for (const auto name : event.members) {
        line += separator;
        line += name;
        separator = ", ";
    }
    return line;
}

std::string presence_line(const chat::Presence& event) {
    return "* " + std::string(event.name) + (event.joined ? " joined" : " left");
}

std::string refusal_line(const chat::Refusal& event) {
    return "! " + std::string(to_string(event.code)) + ": " + on_one_line(event.message);
}

}  // namespace papo::talk
