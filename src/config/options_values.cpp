#include <utility>

#include "papo/config/options.h"

namespace papo::config {
namespace {

// The word of two that `value` stands for.
std::string word_of(const Either& either, bool value) {
    const auto bar = either.words.find('|');
    const auto first = either.words.substr(0, bar);
    return std::string((first == either.truth) == value ? first : either.words.substr(bar + 1));
}

struct DefaultOf {
    using Default = std::optional<Values>;

    Config& initial;

    Default operator()(const Text& text) const { return Values{text.field(initial)}; }
    Default operator()(const Choice& choice) const { return Values{choice.field(initial)}; }
    Default operator()(const Either& either) const { return Values{word_of(either, either.field(initial))}; }
    Default operator()(const Flag&) const { return Values{"false"}; }
    template <typename T>
    Default operator()(const Number<T>& number) const {
        return Values{std::to_string(number.field(initial))};
    }
    Default operator()(const OptionalCount&) const { return std::nullopt; }
    Default operator()(const Size& size) const { return Values{size_text(size.field(initial))}; }
    Default operator()(const Seconds& seconds) const { return Values{std::to_string(seconds.field(initial) / 1000)}; }
    Default operator()(const List& list) const { return list.field(initial); }
    Default operator()(const Ranges&) const { return Values{}; }
    Default operator()(const Url& url) const { return Values{url.field(initial)}; }
};

}  // namespace

std::string environment_name(const Option& option) {
    std::string name = "PAPO_";
    for (const char c : option.name) name += c == '-' ? '_' : static_cast<char>(c - 'a' + 'A');
    return name;
}

std::string type_of(const Option& option) {
    return std::visit([](const auto& value) { return std::string(value.type); }, option.value);
}

bool is_list(const Option& option) {
    return std::holds_alternative<List>(option.value) || std::holds_alternative<Ranges>(option.value);
}

std::optional<Values> default_of(const Option& option) {
    Config initial;
    return std::visit(DefaultOf{initial}, option.value);
}

std::string size_text(std::uint64_t bytes) {
    for (const auto& [unit, shift] : {std::pair{"GiB", 30U}, std::pair{"MiB", 20U}, std::pair{"KiB", 10U}}) {
        const auto whole = bytes >> shift;
        if (whole != 0 && whole << shift == bytes) return std::to_string(whole) + unit;
    }
    return std::to_string(bytes);
}

void copy(const Option& option, Config& from, Config& to) {
    std::visit([&](const auto& value) { value.field(to) = value.field(from); }, option.value);
}

}  // namespace papo::config
