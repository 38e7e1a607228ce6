// Where each option's value comes from. The file is weaker than the environment, and that than the command line.
#pragma once

#include <CLI/CLI.hpp>

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "papo/config/config.h"
#include "papo/config/options.h"

namespace papo::config {

class OptionSources {
public:
    // Gives the program's options --config; call it when all of them are there. `app` outlives it.
    explicit OptionSources(CLI::App& app);

    // Of the last parse; empty when there was none.
    std::string file() const;
    // Every option of the table, with what is in force.
    std::vector<Setting> settings() const;
    // What the parse failed of, in a line: with the place in the file that it comes from, or with what may have been
    // meant.
    std::string explain(const CLI::Error& error) const;

private:
    class Format;
    using Lines = std::map<std::string, std::size_t>;  // of the options that the file has decided

    std::string origin_of(const CLI::Option& given, const std::string& name) const;
    std::string suggestion(const std::string& unknown) const;

    CLI::App& app_;
    std::shared_ptr<Lines> lines_;
};

}  // namespace papo::config
