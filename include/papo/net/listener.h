// A listening socket.
#pragma once

#include <cstdint>
#include <string>

#include "papo/base/fd.h"
#include "papo/base/result.h"

namespace papo::net {

class Listener {
public:
    // `host`: an IPv4 or IPv6 address or "localhost"; "::" takes IPv4 too. `port` 0: a free one.
    static Result<Listener> listen(const std::string& host, std::uint16_t port);

    // A socket that listens already, passed on by a service manager.
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
