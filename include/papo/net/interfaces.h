// This machine's addresses, read from the kernel over a routing socket (rtnetlink(7)). The socket stays open, because a
// confined process cannot open another; getifaddrs(3) would open one each time.
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
    bool has_link = true;       // a cable or a radio link is up
    bool is_tunnel = false;     // point to point
    int index = 0;              // the kernel's number of the interface
};

// A network interface.
struct Link {
    int index = 0;  // the kernel's number
    std::string name;
    unsigned flags = 0;
    std::string kind;  // "bridge", "veth"; empty for hardware
    int master = 0;    // the index of the bridge that this is a port of
};

// Whether this bridge joins only containers and virtual machines: no port leads out of the machine.
bool is_inner_bridge(const Link& link, const std::vector<Link>& all);

class Interfaces {
public:
    static Result<Interfaces> open();

    // At most 256 addresses in the kernel's order, without loopback and inner bridges; nothing when the kernel does not
    // answer. Never waits.
    std::optional<std::vector<InterfaceAddress>> read();

private:
    explicit Interfaces(Fd socket) : socket_(std::move(socket)) {}

    Fd socket_;
    std::uint32_t sequence_ = 0;
};

// "192.168.0.7"
std::string text_of(std::uint32_t address);

// The addresses as text, sorted by how likely others on the network reach them: hardware interfaces with a link, then
// without; then containers, virtual machines and tunnels; then link-local addresses (RFC 3927).
std::vector<std::string> by_reach(std::vector<InterfaceAddress> addresses);

}  // namespace papo::net
