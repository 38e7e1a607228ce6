// What a file that is read again changes while papo runs, and what has to wait for its next start.
#pragma once

#include <string>
#include <vector>

#include "papo/config/config.h"

namespace papo::server {

struct Reload {
    std::vector<std::string> taken;    // names of options
    std::vector<std::string> waiting;  // those that need a restart
};

// Takes into `running` what is different in `wanted` and can change; whoever uses `running` sees it from then on.
Reload take_changes(config::Config& running, const config::Config& wanted);
// "changed rate, max-upload; port needs a restart", as one line.
std::string describe(const Reload& reload);

}  // namespace papo::server
