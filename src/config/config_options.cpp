#include "config_options.h"

namespace papo::config {
namespace {

constexpr double shortest = 0.01;   // s
constexpr double longest = 604800;  // a week

}  // namespace

std::string environment_name(std::string_view option) {
    std::string name = "PAPO_";
    for (const char c : option.substr(2)) {
        name += c == '-' ? '_' : static_cast<char>(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
    }
    return name;
}

std::string type_of(const CLI::Option& option) {
    auto name = option.get_type_name();
    std::size_t depth = 0;
    for (std::size_t i = 0; i < name.size(); ++i) {
        if (name[i] == '[') ++depth;
        if (name[i] == ']' && depth > 0) --depth;
        if (name[i] == ':' && depth == 0) return name.substr(0, i);
    }
    return name;
}

CLI::Option* add_size(CLI::App& app, const std::string& name, std::uint64_t& bytes, const std::string& shown,
                      const std::string& meaning, std::uint64_t least) {
    return app.add_option(name, bytes, meaning)
        ->envname(environment_name(name))
        ->transform(CLI::AsSizeValue(false))
        ->check(CLI::Range(least, std::uint64_t{1} << 50U))
        ->type_name("SIZE")
        ->default_str(shown);
}

CLI::Option* add_seconds(CLI::App& app, const std::string& name, std::int64_t& ms, const std::string& meaning) {
    return app
        .add_option_function<double>(
            name, [&ms](double seconds) { ms = static_cast<std::int64_t>(seconds * 1000); }, meaning)
        ->envname(environment_name(name))
        ->check(CLI::Range(shortest, longest))
        ->type_name("SECONDS")
        ->default_str(std::to_string(ms / 1000));
}

}  // namespace papo::config
