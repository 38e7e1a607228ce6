// `papo health`: whether the server on this machine serves, for those who watch over containers and services.
#pragma once

#include "papo/app/config.h"
#include "papo/base/result.h"

namespace papo::app {

// Asks /healthz, over loopback unless the server listens on one address alone. Waits 3 s for each step at most.
Result<void> check_health(const HealthOptions& options);

}  // namespace papo::app
