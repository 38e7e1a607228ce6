// The addresses under which this machine can be reached.
#pragma once

#include <string>
#include <vector>

namespace papo::net {

// IPv4 addresses of interfaces that are up, the loopback left out; as the system lists them.
std::vector<std::string> lan_addresses();

}  // namespace papo::net
