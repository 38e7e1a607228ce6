#include "cli_options.h"

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "papo/base/text.h"
#include "papo/config/public_url.h"

namespace papo::config {
namespace {

constexpr double shortest_seconds = 0.01;
constexpr double longest_seconds = 604800;  // a week

std::string argument(const Option& option) {
    return "--" + std::string(option.name);
}

// A vector, because CLI11 shows its words in their order.
Values words_of(std::string_view words) {
    return CLI::detail::split(std::string(words), '|');
}

// Adds one row of the table, by how its value is written.
struct Adder {
    CLI::App& app;
    Config& config;
    const Option& option;

    CLI::Option* operator()(const Text& text) const {
        auto* added = add_field(text.field);
        return text.problem != nullptr ? added->check(text.problem, "") : added;
    }
    CLI::Option* operator()(const Choice& choice) const {
        return add_field(choice.field)->check(CLI::IsMember(words_of(choice.words)));
    }
    CLI::Option* operator()(const Either& either) const {
        auto& field = either.field(config);
        return add<std::string>([&field, truth = either.truth](const std::string& word) { field = word == truth; })
            ->check(CLI::IsMember(words_of(either.words)));
    }
    CLI::Option* operator()(const Flag& flag) const {
        return app.add_flag(argument(option), flag.field(config), std::string(option.meaning));
    }
    template <typename T>
    CLI::Option* operator()(const Number<T>& number) const {
        auto* added = add_field(number.field);
        return number.is_bounded() ? added->check(CLI::Range(number.least, number.most)) : added;
    }
    CLI::Option* operator()(const OptionalCount& count) const {
        auto& field = count.field(config);
        return add<std::uint32_t>([&field](std::uint32_t value) { field = value; })
            ->check(CLI::Range(std::uint32_t{0}, most_counted));
    }
    CLI::Option* operator()(const Size& size) const {
        return add_field(size.field)->transform(CLI::AsSizeValue(false))->check(CLI::Range(size.least, size.most));
    }
    CLI::Option* operator()(const Seconds& seconds) const {
        auto& field = seconds.field(config);
        return add<double>([&field](double value) { field = static_cast<std::int64_t>(value * 1000); })
            ->check(CLI::Range(shortest_seconds, longest_seconds));
    }
    CLI::Option* operator()(const List& list) const {
        return add<Values>([list, &field = list.field(config), name = argument(option)](const Values& values) {
                   if (values.empty()) return;  // the default stays
                   field.clear();
                   for (const auto& value : values) {
                       field.push_back(list.lower_case ? ascii_lower(value) : value);
                       const auto problem = list.problem != nullptr ? list.problem(field.back()) : std::string{};
                       if (!problem.empty()) throw CLI::ValidationError(name, problem);
                   }
               })
            ->delimiter(',');
    }
    CLI::Option* operator()(const Ranges& ranges) const {
        auto& field = ranges.field(config);
        return add<Values>([&field, takes_all = ranges.takes_all, name = argument(option)](const auto& texts) {
                   for (const auto& text : texts) {
                       const auto range = net::AddressRange::parse(takes_all && text == "*" ? "::/0" : text);
                       if (!range) throw CLI::ValidationError(name, text + " is not an address or ADDR/BITS");
                       field.push_back(*range);
                   }
               })
            ->delimiter(',');
    }
    CLI::Option* operator()(const Url& url) const {
        auto& field = url.field(config);
        return add<std::string>([&field, name = argument(option)](const std::string& text) {
            if (text.empty()) return;
            const auto parsed = parse_public_url(text);
            if (!parsed) throw CLI::ValidationError(name, text + " is not as in https://chat.example.org");
            field = parsed->url;
        });
    }

private:
    template <typename T>
    CLI::Option* add(std::function<void(const T&)> take) const {
        return app.add_option_function<T>(argument(option), std::move(take), std::string(option.meaning));
    }
    template <typename T>
    CLI::Option* add_field(Field<T> field) const {
        return add<T>([&value = field(config)](const T& given) { value = given; });
    }
};

}  // namespace

void add_options(CLI::App& app, Config& config) {
    for (const auto& option : options()) {
        auto* added = std::visit(Adder{app, config, option}, option.value);
        added->envname(environment_name(option));
        if (std::holds_alternative<Flag>(option.value)) continue;
        added->type_name(type_of(option));
        added->default_str(CLI::detail::join(default_of(option).value_or(Values{}), ","));
    }
}

const CLI::Option* find_in(const CLI::App& app, const Option& option) {
    return app.get_option_no_throw(argument(option));
}

}  // namespace papo::config
