// A listening TCP socket; owns its descriptor.
#pragma once

#include <cstdint>
#include <string>

#include "papo/base/fd.h"
#include "papo/base/result.h"

namespace papo::net {

class Listener {
public:
    // `host`: an IPv4 or IPv6 address or "localhost"; "::" takes IPv4 too. `port` 0: the kernel chooses a free port.
    static Result<Listener> listen(const std::string& host, std::uint16_t port);

    // Takes a socket that already listens, passed by a service manager.
    static Result<Listener> adopt(Fd socket);

    int fd() const { return fd_.get(); }
    // "0.0.0.0:5000", "[::]:5000"
    const std::string& address() const { return address_; }

private:
    Listener(Fd fd, std::string address) : fd_(std::move(fd)), address_(std::move(address)) {}

    Fd fd_;
    std::string address_;
};

}  // namespace papo::net
