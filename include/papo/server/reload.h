// Reloading the configuration file: which options change while papo runs, and which need a restart.
#pragma once

#include <string>
#include <vector>

#include "papo/config/config.h"

namespace papo::server {

struct Reload {
    std::vector<std::string> taken;    // names of options that have changed
    std::vector<std::string> waiting;  // names of options that differ and need a restart
};

// Copies the options of `wanted` that can change while papo runs into `running`, and returns the options that differ.
Reload take_changes(config::Config& running, const config::Config& wanted);
// One line for the log: "changed rate, max-upload; port needs a restart".
std::string describe(const Reload& reload);

}  // namespace papo::server
