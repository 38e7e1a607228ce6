// The table of options as options of CLI11.
#pragma once

#include <CLI/CLI.hpp>

#include "papo/config/config.h"
#include "papo/config/options.h"

namespace papo::config {

// Each sets its field of `config`, which outlives `app`.
void add_options(CLI::App& app, Config& config);

// nullptr: `app` has none of that name.
const CLI::Option* find_in(const CLI::App& app, const Option& option);

}  // namespace papo::config
