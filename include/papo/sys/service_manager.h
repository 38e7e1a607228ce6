// Talks to the service manager by systemd's protocols sd_notify(3) and sd_listen_fds(3), which other managers support
// too. Owns one datagram socket, because a confined process cannot open another, and libsystemd would open one for each
// message. Does nothing without a manager.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "papo/base/clock.h"
#include "papo/base/fd.h"

namespace papo::sys {

class ServiceManager {
public:
    // Reads NOTIFY_SOCKET, and WATCHDOG_USEC if WATCHDOG_PID is this process or absent. Removes them from the
    // environment.
    static ServiceManager from_environment();

    // `status`: the text that the manager shows, such as "serving on http://…".
    void ready(const std::string& status) const;
    void reloading() const;  // ready() ends it
    void stopping() const;

    // Sends the watchdog's keep-alive, twice per watchdog interval.
    void tick(Now now);
    std::int64_t next_deadline() const { return next_ms_; }

private:
    void say(const std::string& state) const;

    Fd socket_;
    std::int64_t interval_ms_ = 0;
    std::int64_t next_ms_ = INT64_MAX;
};

// The descriptors that the manager passed to this process, from 3 on (LISTEN_FDS and LISTEN_PID): at most 8, set to
// close on exec; usually none. Removes the variables from the environment.
std::vector<Fd> passed_descriptors();

}  // namespace papo::sys
