// Reads /metrics of a server under test.
#pragma once

#include <cstdint>
#include <string>

#include "tests/support/server_process.h"

namespace papo::test {

// The sample of a counter or gauge; UINT64_MAX if none has this name.
std::uint64_t metric(const ServerProcess& server, const std::string& name);
// How often a limit refused something (papo_refusals_total).
std::uint64_t refusals(const ServerProcess& server, const std::string& reason);

}  // namespace papo::test
