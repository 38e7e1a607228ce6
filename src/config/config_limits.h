// The options about amounts and times.
#pragma once

#include <CLI/CLI.hpp>

#include "papo/config/config.h"

namespace papo::config {

void add_limits(CLI::App& app, Config& config);
void add_admin(CLI::App& app, Config& config);
void add_address_limits(CLI::App& app, Config& config);
void add_timeouts(CLI::App& app, Config& config);

}  // namespace papo::config
