#include "printed_config.h"

#include "papo/config/config_file.h"
#include "papo/config/options.h"

namespace papo::config {

std::string example_file() {
    std::string text =
        "# papo's configuration, all of it, as papo config --example writes it. What has a # before its name is the\n"
        "# default. Start papo with --config and this file's name; a SIGHUP makes a running one read it again, but "
        "for\n"
        "# what needs a restart.\n"
        "# The environment (PAPO_PORT for port) is stronger than this file, and the command line stronger than both.\n";
    for (const auto& option : options()) {
        const auto values = default_of(option).value_or(Values{type_of(option)});
        text += "\n# " + std::string(option.meaning) +
                (option.applies == Applies::at_start ? "; needs a restart" : "") + "\n#" +
                setting_line(option.name, values, is_list(option)) + "\n";
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
