// The server's name in the local network: which addresses stand behind it, and what is told of it in the log.
#pragma once

#include <cstdint>
#include <memory>

#include "papo/app/config.h"
#include "papo/app/log.h"
#include "papo/app/reach.h"
#include "papo/sys/announcement.h"

namespace papo::app {

// nullptr with --mdns off, when the server listens on loopback alone, and on a system without a message bus. `reach`
// outlives it.
std::unique_ptr<sys::Announcement> announce(const Config& config, std::uint16_t port, Reach& reach, const Log& log);

// To be called before files are locked away.
void prepare_announcement(const Config& config);

}  // namespace papo::app
