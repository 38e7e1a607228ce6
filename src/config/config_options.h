// How options are declared, shared by the files that declare them: each reads its environment variable too.
#pragma once

#include <CLI/CLI.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace papo::config {

std::string environment_name(std::string_view option);

// "SIZE", "NAME[:GROUP]": the kind of value, without what CLI11 adds of what is allowed.
std::string type_of(const CLI::Option& option);

template <typename Value>
CLI::Option* add(CLI::App& app, const std::string& name, Value& value, const std::string& meaning) {
    auto* option = app.add_option(name, value, meaning)->envname(environment_name(name))->capture_default_str();
    // Of a list without elements CLI11 says "[]" or "{}", by its version.
    if constexpr (requires { value.push_back(std::string()); }) {
        if (value.empty()) option->default_str("");
    }
    return option;
}

// "64MiB", "2 GiB", "16384": binary units, as people mean them for files.
CLI::Option* add_size(CLI::App& app, const std::string& name, std::uint64_t& bytes, const std::string& shown,
                      const std::string& meaning, std::uint64_t least = 1);

// Seconds, with a fraction if need be; kept as milliseconds. `ms` has the default.
CLI::Option* add_seconds(CLI::App& app, const std::string& name, std::int64_t& ms, const std::string& meaning);

}  // namespace papo::config
