#include "option_sources.h"

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <iterator>
#include <utility>

#include "cli_options.h"
#include "papo/base/nearest.h"
#include "papo/base/text.h"
#include "papo/config/config_file.h"

namespace papo::config {
namespace {

std::string environment(const std::string& name) {
    const char* value = name.empty() ? nullptr : std::getenv(name.c_str());
    return value != nullptr ? value : "";
}

bool is_on_command_line(const CLI::App& app, const CLI::Option& option) {
    const auto& parsed = app.parse_order();
    return std::find(parsed.begin(), parsed.end(), &option) != parsed.end();
}

std::vector<std::string> names() {
    std::vector<std::string> all;
    for (const auto& option : options()) all.emplace_back(option.name);
    return all;
}

std::string did_you_mean(const std::string& what) {
    return what.empty() ? "" : "; did you mean " + what + "?";
}

// As they were given, but sizes, of which CLI11 keeps the bytes.
Values readable(const Option& option, Values values) {
    if (!std::holds_alternative<Size>(option.value)) return values;
    for (auto& value : values) {
        if (const auto bytes = parse_decimal(value)) value = size_text(*bytes);
    }
    return values;
}

}  // namespace

// Reads the file for CLI11, and leaves out what is said elsewhere.
class OptionSources::Format final : public CLI::ConfigBase {
public:
    Format(const CLI::App& app, std::shared_ptr<Lines> lines) : app_(app), lines_(std::move(lines)) {}

    std::vector<CLI::ConfigItem> from_config(std::istream& input) const override {
        const auto file = app_.get_config_ptr()->as<std::string>();
        std::string text(max_config_file + 1, '\0');
        input.read(text.data(), static_cast<std::streamsize>(text.size()));
        text.resize(static_cast<std::size_t>(input.gcount()));
        if (text.size() > max_config_file) throw CLI::ConfigError(file + " is too long", CLI::ExitCodes::ConfigError);
        const auto settings = parse_settings(text);
        if (!settings) throw CLI::ConfigError(file + ":" + settings.error().message, CLI::ExitCodes::ConfigError);
        std::vector<CLI::ConfigItem> found;
        for (const auto& setting : *settings) add(found, setting, file + ":" + std::to_string(setting.line) + ": ");
        return found;
    }

private:
    void add(std::vector<CLI::ConfigItem>& found, const FileSetting& setting, const std::string& place) const {
        const auto* option = find_option(setting.name);
        if (option == nullptr) {
            throw CLI::ConfigError(
                place + "there is no option " + setting.name + did_you_mean(nearest(setting.name, names())),
                CLI::ExitCodes::ConfigError);
        }
        if (!is_list(*option) && setting.values.size() != 1) {
            throw CLI::ConfigError(place + setting.name + " takes one value", CLI::ExitCodes::ConfigError);
        }
        if (is_on_command_line(app_, *find_in(app_, *option)) || !environment(environment_name(*option)).empty())
            return;
        if (setting.values.empty()) return;  // a list of none
        (*lines_)[setting.name] = setting.line;
        CLI::ConfigItem item;
        item.name = setting.name;
        item.inputs = setting.values;
        found.push_back(std::move(item));
    }

    const CLI::App& app_;
    std::shared_ptr<Lines> lines_;
};

// CLI11 does not read the variable of this one option in time.
OptionSources::OptionSources(CLI::App& app) : app_(app), lines_(std::make_shared<Lines>()) {
    app.config_formatter(std::make_shared<Format>(app, lines_));
    const auto from_environment = environment("PAPO_CONFIG");
    app.set_config("--config", from_environment, "file of options, weaker than the environment and the command line",
                   !from_environment.empty())
        ->type_name("FILE")
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeLast)
        ->configurable(false);
}

// CLI11 2.4 has no value for an option that nobody gave, once it has looked at it.
std::string OptionSources::file() const {
    const auto* option = app_.get_config_ptr();
    return option->count() > 0 ? option->as<std::string>() : option->get_default_str();
}

std::string OptionSources::origin_of(const CLI::Option& given, const std::string& name) const {
    if (is_on_command_line(app_, given)) return "command line";
    if (const auto at = lines_->find(name); at != lines_->end()) return file() + ":" + std::to_string(at->second);
    return given.count() > 0 ? "environment" : "default";
}

std::vector<Setting> OptionSources::settings() const {
    std::vector<Setting> all;
    for (const auto& option : options()) {
        const auto& given = *find_in(app_, option);
        const std::string name(option.name);
        auto values = default_of(option);
        if (given.count() > 0) values = readable(option, given.results());
        all.push_back({name, values.value_or(Values{}), is_list(option), values.has_value(), origin_of(given, name)});
    }
    return all;
}

std::string OptionSources::suggestion(const std::string& unknown) const {
    if (unknown.rfind("--", 0) != 0) {
        std::vector<std::string> commands;
        for (const auto* command : app_.get_subcommands([](const CLI::App*) { return true; })) {
            commands.push_back(command->get_name());
        }
        return nearest(unknown, commands);
    }
    auto known = names();
    known.insert(known.end(), {"config", "help", "version"});
    const auto name = nearest(unknown.substr(2, unknown.find('=') - 2), known);
    return name.empty() ? name : "--" + name;
}

std::string OptionSources::explain(const CLI::Error& error) const {
    std::string what = error.what();
    if (dynamic_cast<const CLI::ExtrasError*>(&error) != nullptr) {
        const auto extras = app_.remaining(true);
        if (extras.empty()) return what;
        return "there is no " + extras.front() + did_you_mean(suggestion(extras.front()));
    }
    for (const auto& [name, line] : *lines_) {
        const auto at = what.find("--" + name);
        if (at == std::string::npos) continue;
        const auto end = at + 2 + name.size();
        if (end < what.size() && (what[end] == '-' || std::isalnum(static_cast<unsigned char>(what[end])) != 0))
            continue;
        return file() + ":" + std::to_string(line) + ": " + what;
    }
    return what;
}

}  // namespace papo::config
