// The table of options. A row says what an option is called, which field of Config it sets, how its value is written,
// when a change of it applies, and what it means. Command line, environment, file, manual, example, `papo config` and
// reload are made from it. The defaults are Config's initialisers.
// To add an option: its field in Config and its row in options.cpp.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "papo/config/config.h"
#include "papo/net/address.h"

namespace papo::config {

// The place of a value in a Config.
template <typename T>
using Field = T& (*)(Config&);

// How a value is said: several of a list, else one.
using Values = std::vector<std::string>;

// What is wrong with a value, in words; empty when it is good.
using Check = std::string (*)(const std::string& value);

// How values are written. `type` stands for the value in the help.
struct Text {
    Field<std::string> field;
    std::string_view type;
    Check problem = nullptr;
};

struct Choice {
    static constexpr std::string_view type = "TEXT";
    Field<std::string> field;
    std::string_view words;  // "text|json"
};

// One of two words.
struct Either {
    static constexpr std::string_view type = "TEXT";
    Field<bool> field;
    std::string_view words;  // "on|off"
    std::string_view truth;  // the word that means true
};

// Needs no value on the command line; false by default.
struct Flag {
    static constexpr std::string_view type = "";
    Field<bool> field;
};

template <typename T>
struct Number {
    static constexpr std::string_view type = "N";
    Field<T> field;
    T least = 0;
    T most = std::numeric_limits<T>::max();

    constexpr bool is_bounded() const { return least != 0 || most != std::numeric_limits<T>::max(); }
};
template <typename T, typename... Bounds>
Number(Field<T>, Bounds...) -> Number<T>;

constexpr std::uint32_t most_counted = 1'000'000'000;

// At most most_counted. Its default depends on other options.
struct OptionalCount {
    static constexpr std::string_view type = "N";
    Field<std::optional<std::uint32_t>> field;
};

// Bytes: "64MiB", "2 GiB", "16384", in binary units.
struct Size {
    static constexpr std::string_view type = "SIZE";
    Field<std::uint64_t> field;
    std::uint64_t least = 1;
    std::uint64_t most = std::uint64_t{1} << 50U;
};

// Kept as milliseconds; a fraction is possible.
struct Seconds {
    static constexpr std::string_view type = "SECONDS";
    Field<std::int64_t> field;
};

// Repeatable, or separated by commas.
struct List {
    Field<Values> field;
    std::string_view type;
    bool lower_case = false;  // how the values are kept
    Check problem = nullptr;  // of one of them, as it is kept
};

// A list of addresses and networks; empty by default.
struct Ranges {
    static constexpr std::string_view type = "ADDR[/BITS]";
    Field<std::vector<net::AddressRange>> field;
    bool takes_all = false;  // "*"
};

// As PublicUrl; empty: none.
struct Url {
    static constexpr std::string_view type = "URL";
    Field<std::string> field;
};

using Value = std::variant<Text, Choice, Either, Flag, Number<std::uint16_t>, Number<std::uint32_t>,
                           Number<std::uint64_t>, OptionalCount, Size, Seconds, List, Ranges, Url>;

// When a changed value takes effect.
enum class Applies : std::uint8_t { at_start, on_reload };

struct Option {
    std::string_view name;  // "max-upload" is --max-upload, PAPO_MAX_UPLOAD, and max-upload = ... in a file
    Value value;
    Applies applies;
    std::string_view meaning;
};

std::span<const Option> options();
// nullptr: there is none of that name.
const Option* find_option(std::string_view name);

// "PAPO_MAX_UPLOAD"
std::string environment_name(const Option& option);
// "SIZE", "NAME[:GROUP]"; empty for a flag.
std::string type_of(const Option& option);
bool is_list(const Option& option);
// As they stand in a file; absent when it depends on other options.
std::optional<Values> default_of(const Option& option);
// 67108864 as 64MiB, where it is whole.
std::string size_text(std::uint64_t bytes);
// Gives the option in `to` the value that it has in `from`.
void copy(const Option& option, Config& from, Config& to);

}  // namespace papo::config
