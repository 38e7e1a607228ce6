// What a server under test says of itself in /metrics.
#pragma once

#include <cstdint>
#include <string>

#include "tests/support/server_process.h"

namespace papo::test {

// The sample of a counter or gauge; UINT64_MAX when there is none of that name.
std::uint64_t metric(const ServerProcess& server, const std::string& name);
// How often a limit was met (papo_refusals_total).
std::uint64_t refusals(const ServerProcess& server, const std::string& reason);

}  // namespace papo::test
