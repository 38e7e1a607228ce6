// TCP connections to the measured server, begun without waiting for them.
#pragma once

#include <netinet/in.h>

#include <cstdint>
#include <string>

#include "papo/base/fd.h"
#include "papo/base/result.h"

namespace papo::load {

Result<sockaddr_in> server_address(const std::string& host, std::uint16_t port);
// A socket that becomes writable once it is connected.
Result<Fd> begin_connecting(const sockaddr_in& address);

// `what` and the meaning of errno.
std::string because(const std::string& what);

}  // namespace papo::load
