// The commands of the command line, each with its options.
#pragma once

#include <CLI/CLI.hpp>

#include <optional>

#include "option_sources.h"
#include "papo/config/command_line.h"

namespace papo::config {

class Commands {
public:
    // Their options share the fields of the server's options, and so what the environment and the file say of them.
    // `app` and `config` outlive it.
    Commands(CLI::App& app, Config& config);

    // What is to be done for the command that was parsed; absent when there was none.
    std::optional<Order> order(const OptionSources& sources) const;

private:
    void add_backup();
    void add_export();
    void add_health();
    void add_config();
    void add_db(CLI::App& command);

    CLI::App& app_;
    Config& config_;
    BackupOptions backup_;
    ExportOptions export_;
    bool example_ = false;
};

}  // namespace papo::config
