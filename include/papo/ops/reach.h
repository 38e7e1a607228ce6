// The URLs at which other machines reach this server; an invitation shows them. Owns the socket that asks the kernel
// for addresses.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "papo/base/clock.h"
#include "papo/config/config.h"
#include "papo/net/interfaces.h"

namespace papo::ops {

// At most 8, the likeliest first: --public-url, the names of --public-host, then the address of --host, or the
// machine's addresses (`of_machine`) if the server listens on all. Leaves out the names behind a proxy, whose port and
// scheme papo does not know. If the server listens on loopback alone, only --public-url.
std::vector<std::string> urls_of(const config::Config& config, std::uint16_t port,
                                 const std::vector<std::string>& of_machine);

// Whether only this machine reaches this address of --host.
bool is_loopback(const std::string& host);

class Reach {
public:
    // `interfaces`: absent if papo cannot ask for the machine's addresses. `config` outlives the Reach.
    Reach(const config::Config& config, std::uint16_t port, std::optional<net::Interfaces> interfaces, Now now);

    // Asks again after 30 s, because machines move from one network to another.
    const std::vector<std::string>& urls(Now now);
    // The machine's addresses that the server listens on, at most 30 s old.
    const std::vector<net::InterfaceAddress>& addresses(Now now);

private:
    void read(Now now);

    const config::Config& config_;
    std::uint16_t port_;
    std::optional<net::Interfaces> interfaces_;
    std::int64_t next_ms_ = 0;
    std::vector<net::InterfaceAddress> addresses_;
    std::vector<std::string> urls_;
};

}  // namespace papo::ops
