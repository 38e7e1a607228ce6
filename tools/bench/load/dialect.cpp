#include "tools/bench/load/dialect.h"

#include <array>
#include <utility>

namespace papo::load {

Dialect papo_dialect() {
    Dialect dialect;
    dialect.join = R"({"type":"join","room":"{room}","name":"{name}"})";
    dialect.message = R"({"type":"message","room":"{room}","id":"{id}","text":"{text}"})";
    dialect.joined_marker = R"("type":"joined")";
    dialect.error_marker = R"("type":"error")";
    dialect.message_marker = R"("type":"message")";
    dialect.seq_marker = R"("seq":)";
    dialect.id_marker = R"("id":")";
    return dialect;
}

std::string fill(std::string_view form, const Blanks& blanks) {
    const std::array<std::pair<std::string_view, std::string_view>, 4> known{
        {{"{room}", blanks.room}, {"{name}", blanks.name}, {"{id}", blanks.id}, {"{text}", blanks.text}}};
    std::string out;
    while (!form.empty()) {
        std::size_t taken = 0;
        for (const auto& [blank, value] : known) {
            if (!form.starts_with(blank)) continue;
            out += value;
            taken = blank.size();
        }
        if (taken == 0) {
            out += form.front();
            taken = 1;
        }
        form.remove_prefix(taken);
    }
    return out;
}

std::string id_text(std::uint64_t number) {
    std::string digits(10, '0');
    for (auto at = digits.size(); at-- > 0; number /= 10) digits[at] = static_cast<char>('0' + number % 10);
    return digits;
}

std::string message_text(std::uint64_t number, std::size_t size) {
    static constexpr std::string_view filler = " the quick brown fox jumps over the lazy dog, again and again,";
    auto text = id_text(number);
    while (text.size() < size) text += filler;
    text.resize(size);
    return text;
}

bool is_refusal(const Dialect& dialect, std::string_view payload) {
    return !dialect.error_marker.empty() && payload.find(dialect.error_marker) != std::string_view::npos;
}

}  // namespace papo::load
