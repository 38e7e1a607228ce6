// What a service manager and papo say to each other: sd_notify(3) and sd_listen_fds(3), the protocol of systemd that
// others speak, too. Owns a datagram socket, which is opened once: a confined process can open no more, and the
// library's functions open one each time. Without a manager nothing is said.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "papo/base/clock.h"
#include "papo/base/fd.h"

namespace papo::sys {

class ServiceManager {
public:
    // By NOTIFY_SOCKET, and WATCHDOG_USEC where WATCHDOG_PID is this process or absent; takes them out of the
    // environment.
    static ServiceManager from_environment();

    // "serving on http://…", for those who ask the manager.
    void ready(const std::string& status) const;
    void reloading() const;  // ready() ends it
    void stopping() const;

    // Says that papo lives, twice as often as the manager wants to hear it.
    void tick(Now now);
    std::int64_t next_deadline() const { return next_ms_; }

private:
    void say(const std::string& state) const;

    Fd socket_;
    std::int64_t interval_ms_ = 0;
    std::int64_t next_ms_ = INT64_MAX;
};

// The descriptors that were passed on to this process, from 3 on (LISTEN_FDS and LISTEN_PID), at most 8, closed on
// execution; takes them out of the environment. Mostly none.
std::vector<Fd> passed_descriptors();

}  // namespace papo::sys
