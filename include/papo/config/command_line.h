// What the command line asks for: to serve, or one of the commands.
#pragma once

#include <cstdint>
#include <string>
#include <variant>

#include "papo/config/config.h"

namespace papo::config {

// `papo backup`
struct BackupOptions {
    std::string db;
    std::string file;  // to be made
};

enum class ExportFormat : std::uint8_t { jsonl, html };

// `papo export`
struct ExportOptions {
    std::string db;
    std::string uploads;
    std::string room;
    ExportFormat format = ExportFormat::jsonl;
    std::string output;  // file to be made; empty: standard output
};

// `papo health`: asks the server on this machine.
struct HealthOptions {
    std::string host;
    std::uint16_t port = 0;
};

// The process should end at once: print `text` (to standard output if exit_code is 0, else to standard error).
struct EarlyExit {
    int exit_code = 0;
    std::string text;
};

using Order = std::variant<Config, BackupOptions, ExportOptions, HealthOptions, EarlyExit>;

// Also reads the environment, and the file that either names.
Order read_config(int argc, char** argv);

}  // namespace papo::config
