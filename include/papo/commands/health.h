// `papo health`: whether the server on this machine serves, for those who watch over containers and services.
#pragma once

#include "papo/base/result.h"
#include "papo/config/command_line.h"

namespace papo::commands {

// Asks /healthz, over loopback unless the server listens on one address alone. Waits 3 s for each step at most.
Result<void> check_health(const config::HealthOptions& options);

}  // namespace papo::commands
