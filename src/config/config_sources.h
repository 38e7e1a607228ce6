// Where each option's value comes from. The file is weaker than the environment, and that than the command line.
#pragma once

#include <CLI/CLI.hpp>

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "papo/config/config.h"

namespace papo::config {

class ConfigSources {
public:
    // Gives the program's options --config; call it when all of them are there. `app` outlives it.
    explicit ConfigSources(CLI::App& app);

    // Of the last parse; empty when there was none.
    std::string file() const;
    // Every option that a file may have, with what is in force.
    std::vector<Setting> settings() const;
    // What the parse failed of, in a line: with the place in the file that it comes from, or with what may have been
    // meant.
    std::string explain(const CLI::Error& error) const;
    // A file with all options, each with its meaning, and its default as a comment.
    std::string example() const;

private:
    class Format;
    using Lines = std::map<std::string, std::size_t>;  // of the options that the file has decided

    std::string origin_of(const CLI::Option& option) const;
    std::string suggestion(const std::string& unknown) const;

    CLI::App& app_;
    std::shared_ptr<Lines> lines_;
};

// What `papo config` prints: a file that says all that is in force, and where each comes from.
std::string in_force(const std::vector<Setting>& settings, const std::string& file);

}  // namespace papo::config
