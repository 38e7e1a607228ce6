#include "command_line_commands.h"

#include "manual_page.h"
#include "printed_config.h"

namespace papo::config {

Commands::Commands(CLI::App& app, Config& config) : app_(app), config_(config) {
    app.require_subcommand(0, 1);
    add_backup();
    add_export();
    add_health();
    app.add_subcommand("manual", "print the manual page, as in papo manual | man -l -");
    add_config();
}

void Commands::add_db(CLI::App& command) {
    command.add_option("--db", config_.db, "history to read, also of a papo that is running")
        ->type_name("FILE")
        ->capture_default_str();
}

void Commands::add_backup() {
    auto* command = app_.add_subcommand("backup", "copy the history to a file, also while papo is running");
    command->add_option("FILE", backup_.file, "file to make; one that is there is not overwritten")
        ->required()
        ->type_name("");
    add_db(*command);
    command->footer("Uploads are plain files: copy their folder as well. PAPO_DB counts here too.");
}

void Commands::add_export() {
    auto* command = app_.add_subcommand("export", "write a room's messages as JSON lines or as a page");
    command->add_option("--room", export_.room, "room to export")->required()->type_name("NAME");
    command
        ->add_option_function<std::string>(
            "--format",
            [this](const std::string& name) {
                export_.format = name == "html" ? ExportFormat::html : ExportFormat::jsonl;
            },
            "jsonl: one message a line; html: one page with the pictures in it")
        ->check(CLI::IsMember({"jsonl", "html"}))
        ->default_str("jsonl");
    command->add_option("--output", export_.output, "file to make (default: standard output)")->type_name("FILE");
    add_db(*command);
    command->add_option("--uploads", config_.uploads, "folder of the pictures")
        ->type_name("DIR")
        ->capture_default_str();
    command->footer("PAPO_DB and PAPO_UPLOADS count here too.");
}

void Commands::add_health() {
    auto* command =
        app_.add_subcommand("health", "ask the papo of this machine whether it serves; fails if it does not");
    command->add_option("--host", config_.host, "address it listens on")->type_name("ADDR")->capture_default_str();
    command->add_option("--port", config_.port, "its port")->type_name("N")->capture_default_str();
    command->footer("PAPO_HOST and PAPO_PORT count here too.");
}

void Commands::add_config() {
    auto* command = app_.add_subcommand("config", "print the options in force, as a file, and where they come from");
    command->add_flag("--example", example_, "print a file of all options, their meanings and defaults instead");
    command->footer("Options before and behind the command count, as do the environment and --config.");
    command->fallthrough();
}

std::optional<Order> Commands::order(const OptionSources& sources) const {
    if (app_.got_subcommand("backup")) return BackupOptions{config_.db, backup_.file};
    if (app_.got_subcommand("export")) {
        auto options = export_;
        options.db = config_.db;
        options.uploads = config_.uploads;
        return options;
    }
    if (app_.got_subcommand("health")) return HealthOptions{config_.host, config_.port};
    if (app_.got_subcommand("manual")) return EarlyExit{0, manual_page(app_)};
    if (!app_.got_subcommand("config")) return std::nullopt;
    return EarlyExit{0, example_ ? example_file() : in_force(sources.settings(), sources.file())};
}

}  // namespace papo::config
