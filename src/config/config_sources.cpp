#include "config_sources.h"

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <iterator>
#include <utility>

#include "config_options.h"
#include "papo/base/nearest.h"
#include "papo/base/text.h"
#include "papo/config/config_file.h"

namespace papo::config {
namespace {

std::string environment(const std::string& name) {
    const char* value = name.empty() ? nullptr : std::getenv(name.c_str());
    return value != nullptr ? value : "";
}

// "max-upload"; empty for what is no --option.
std::string name_of(const CLI::Option& option) {
    const auto& names = option.get_lnames();
    return names.empty() ? std::string{} : names.front();
}

bool is_on_command_line(const CLI::App& app, const CLI::Option& option) {
    const auto& parsed = app.parse_order();
    return std::find(parsed.begin(), parsed.end(), &option) != parsed.end();
}

bool is_list(const CLI::Option& option) {
    return option.get_items_expected_max() > 1;
}

bool is_flag(const CLI::Option& option) {
    return option.get_items_expected_max() == 0;
}

std::vector<const CLI::Option*> configurable(const CLI::App& app) {
    auto options = app.get_options(
        [](const CLI::Option* option) { return option->get_configurable() && !name_of(*option).empty(); });
    return options;
}

std::vector<std::string> names_of(const CLI::App& app) {
    std::vector<std::string> names;
    for (const auto* option : configurable(app)) names.push_back(name_of(*option));
    return names;
}

std::string did_you_mean(const std::string& what) {
    return what.empty() ? "" : "; did you mean " + what + "?";
}

// 67108864 as 64MiB, where it is whole.
std::string readable(const CLI::Option& option, const std::string& value) {
    const auto bytes = parse_decimal(value);
    if (type_of(option) != "SIZE" || !bytes || *bytes == 0) return value;
    for (const auto& [unit, shift] : {std::pair{"GiB", 30U}, std::pair{"MiB", 20U}, std::pair{"KiB", 10U}}) {
        const auto whole = *bytes >> shift;
        if (whole << shift == *bytes) return std::to_string(whole) + unit;
    }
    return value;
}

std::vector<std::string> defaults_of(const CLI::Option& option) {
    const auto text = option.get_default_str();
    if (is_flag(option)) return {"false"};
    if (!is_list(option)) return {text};
    if (text.empty()) return {};
    return CLI::detail::split(text, ',');
}

// One that says by itself what it is where nothing is said.
bool has_default(const CLI::Option& option) {
    return is_list(option) || is_flag(option) || !option.get_default_str().empty() || type_of(option) == "DIR" ||
           type_of(option) == "URL" || type_of(option) == "NAME[:GROUP]";
}

}  // namespace

// Reads the file for CLI11, and leaves out what is said elsewhere.
class ConfigSources::Format final : public CLI::ConfigBase {
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
        const auto* option = app_.get_option_no_throw("--" + setting.name);
        if (option == nullptr || !option->get_configurable()) {
            throw CLI::ConfigError(
                place + "there is no option " + setting.name + did_you_mean(nearest(setting.name, names_of(app_))),
                CLI::ExitCodes::ConfigError);
        }
        if (!is_list(*option) && setting.values.size() != 1) {
            throw CLI::ConfigError(place + setting.name + " takes one value", CLI::ExitCodes::ConfigError);
        }
        if (is_on_command_line(app_, *option) || !environment(option->get_envname()).empty()) return;
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
ConfigSources::ConfigSources(CLI::App& app) : app_(app), lines_(std::make_shared<Lines>()) {
    app.config_formatter(std::make_shared<Format>(app, lines_));
    const auto from_environment = environment("PAPO_CONFIG");
    app.set_config("--config", from_environment, "file of options, weaker than the environment and the command line",
                   !from_environment.empty())
        ->type_name("FILE")
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeLast)
        ->configurable(false);
}

// CLI11 2.4 has no value for an option that nobody gave, once it has looked at it.
std::string ConfigSources::file() const {
    const auto* option = app_.get_config_ptr();
    return option->count() > 0 ? option->as<std::string>() : option->get_default_str();
}

std::string ConfigSources::origin_of(const CLI::Option& option) const {
    if (is_on_command_line(app_, option)) return "command line";
    if (const auto at = lines_->find(name_of(option)); at != lines_->end()) {
        return file() + ":" + std::to_string(at->second);
    }
    return option.count() > 0 ? "environment" : "default";
}

std::vector<Setting> ConfigSources::settings() const {
    std::vector<Setting> all;
    for (const auto* option : configurable(app_)) {
        Setting setting{name_of(*option), defaults_of(*option), is_list(*option), has_default(*option), ""};
        setting.origin = origin_of(*option);
        if (option->count() > 0) {
            setting.has_value = true;
            setting.values.clear();
            for (const auto& value : option->results()) setting.values.push_back(readable(*option, value));
        }
        all.push_back(std::move(setting));
    }
    return all;
}

std::string ConfigSources::suggestion(const std::string& unknown) const {
    if (unknown.rfind("--", 0) != 0) {
        std::vector<std::string> commands;
        for (const auto* command : app_.get_subcommands([](const CLI::App*) { return true; })) {
            commands.push_back(command->get_name());
        }
        return nearest(unknown, commands);
    }
    auto names = names_of(app_);
    names.insert(names.end(), {"config", "help", "version"});
    const auto name = nearest(unknown.substr(2, unknown.find('=') - 2), names);
    return name.empty() ? name : "--" + name;
}

std::string ConfigSources::explain(const CLI::Error& error) const {
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

std::string ConfigSources::example() const {
    std::string text =
        "# papo's configuration, all of it, as papo config --example writes it. What has a # before its name is the\n"
        "# default. Start papo with --config and this file's name; a SIGHUP makes a running one read it again.\n"
        "# The environment (PAPO_PORT for port) is stronger than this file, and the command line stronger than both.\n";
    for (const auto* option : configurable(app_)) {
        text += "\n# " + option->get_description() + "\n#";
        auto values = defaults_of(*option);
        if (!has_default(*option)) values = {type_of(*option)};
        text += setting_line(name_of(*option), values, is_list(*option)) + "\n";
    }
    return text;
}

std::string in_force(const std::vector<Setting>& settings, const std::string& file) {
    std::string text = "# in force" + (file.empty() ? std::string{} : ", with " + file) + "\n";
    for (const auto& setting : settings) {
        text += "\n# " + setting.origin + "\n";
        if (!setting.has_value) text += '#';
        text += setting_line(setting.name, setting.values, setting.is_list) + "\n";
    }
    return text;
}

}  // namespace papo::config
