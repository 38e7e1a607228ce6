// The addresses under which this machine can be reached, as the kernel tells them over a routing socket (rtnetlink(7)).
// The socket is opened once and kept: a confined process can open no more, and getifaddrs(3) opens one each time.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "papo/base/fd.h"
#include "papo/base/result.h"

namespace papo::net {

// An IPv4 address of an interface that is up.
struct InterfaceAddress {
    std::string interface;
    std::uint32_t address = 0;  // in the machine's byte order
    bool has_link = true;       // a cable, a radio link
    bool is_tunnel = false;     // point to point
    int index = 0;              // the kernel's number of the interface
};

class Interfaces {
public:
    static Result<Interfaces> open();

    // As the system lists them, the loopback left out, at most 256. Absent when the kernel does not tell. Never waits.
    std::optional<std::vector<InterfaceAddress>> read();

private:
    explicit Interfaces(Fd socket) : socket_(std::move(socket)) {}

    Fd socket_;
    std::uint32_t sequence_ = 0;
};

// "192.168.0.7"
std::string text_of(std::uint32_t address);

// "192.168.0.7" and so on, the likeliest to be reached by somebody else first: interfaces with a link before those
// without, cards before containers, virtual machines and tunnels, and addresses that an interface gave itself for want
// of others (RFC 3927) at the end.
std::vector<std::string> by_reach(std::vector<InterfaceAddress> addresses);

}  // namespace papo::net
