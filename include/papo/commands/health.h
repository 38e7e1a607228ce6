// The command `papo health`: whether the server on this machine answers, for supervisors of containers and services.
#pragma once

#include "papo/base/result.h"
#include "papo/config/command_line.h"

namespace papo::commands {

// Asks /healthz over loopback, or on the one address that the server listens on. Waits at most 3 s for each step.
Result<void> check_health(const config::HealthOptions& options);

}  // namespace papo::commands
