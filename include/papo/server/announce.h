// Announces the server's name in the local network: which addresses the name gets, and what the log says about it.
#pragma once

#include <cstdint>
#include <memory>

#include "papo/config/config.h"
#include "papo/ops/log.h"
#include "papo/ops/reach.h"
#include "papo/sys/announcement.h"

namespace papo::server {

// nullptr with --mdns off, if the server listens on loopback alone, or on a system without a message bus. `reach`
// outlives the announcement.
std::unique_ptr<sys::Announcement> announce(const config::Config& config, std::uint16_t port, ops::Reach& reach,
                                            const ops::Log& log);

// Call before restrict_files().
void prepare_announcement(const config::Config& config);

}  // namespace papo::server
