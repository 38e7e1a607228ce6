#include "papo/config/command_line.h"

#include <CLI/CLI.hpp>
#include <cstdlib>

#include "cli_options.h"
#include "command_line_commands.h"
#include "option_sources.h"
#include "papo/base/version.h"
#include "papo/config/public_url.h"

namespace papo::config {
namespace {

void set_up(CLI::App& app) {
    app.set_version_flag("--version", std::string("papo ") + std::string(version), "print the version");
    app.set_help_flag("--help", "print this text");
    app.footer(
        "Every option also reads an environment variable, --max-upload is PAPO_MAX_UPLOAD, and may stand in a file:\n"
        "max-upload = \"64MiB\". papo config --example writes one.");
}

EarlyExit usage_error(const std::string& what, const CLI::App& app) {
    const auto commands = app.get_subcommands();
    const auto program = commands.empty() ? "papo" : "papo " + commands.front()->get_name();
    return {2, "papo: " + what.substr(0, what.find('\n')) + " (" + program + " --help lists the options)\n"};
}

// CLI11 from 2.4 on passes over values of the environment that it finds invalid; here they are errors.
void take_environment(CLI::App& app) {
    for (auto* option : app.get_options()) {
        const auto* value = option->get_envname().empty() ? nullptr : std::getenv(option->get_envname().c_str());
        if (value == nullptr || *value == '\0' || option->count() > 0) continue;
        option->add_result(value);
        option->run_callback();
    }
}

}  // namespace

Order read_config(int argc, char** argv) {
    Config config;
    CLI::App app{"papo: a chat for the local network", "papo"};
    set_up(app);
    add_options(app, config);
    Commands commands(app, config);
    const OptionSources sources(app);
    try {
        app.parse(argc, argv);
        take_environment(app);
    } catch (const CLI::CallForHelp&) {
        return EarlyExit{0, app.help()};
    } catch (const CLI::CallForVersion&) {
        return EarlyExit{0, "papo " + std::string(version) + "\n"};
    } catch (const CLI::Error& error) {
        return usage_error(sources.explain(error), app);
    }
    if (const auto order = commands.order(sources)) return *order;
    config.file = sources.file();
    config.settings = sources.settings();
    if (const auto url = parse_public_url(config.public_url)) config.allow_origins.push_back(url->origin);
    return config;
}

}  // namespace papo::config
