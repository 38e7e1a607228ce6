// The server's name in the local network: which addresses stand behind it, and what is told of it in the log.
#pragma once

#include <cstdint>
#include <memory>

#include "papo/config/config.h"
#include "papo/ops/log.h"
#include "papo/ops/reach.h"
#include "papo/sys/announcement.h"

namespace papo::server {

// nullptr with --mdns off, when the server listens on loopback alone, and on a system without a message bus. `reach`
// outlives it.
std::unique_ptr<sys::Announcement> announce(const config::Config& config, std::uint16_t port, ops::Reach& reach,
                                            const ops::Log& log);

// To be called before files are locked away.
void prepare_announcement(const config::Config& config);

}  // namespace papo::server
