// The URLs under which others on the network reach this server: what an invitation shows. Owns the way to ask the
// kernel.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "papo/base/clock.h"
#include "papo/config/config.h"
#include "papo/net/interfaces.h"

namespace papo::ops {

// At most 8, the likeliest first, never loopback: --public-url, names given with --public-host (unless a proxy stands
// in between, whose port and scheme nobody knows here), then the address it listens on, or those of this machine
// (`of_machine`) when it listens on all of them. None of the machine's when it listens on loopback alone.
std::vector<std::string> urls_of(const config::Config& config, std::uint16_t port,
                                 const std::vector<std::string>& of_machine);

// Whether an address of --host is this machine's alone.
bool is_loopback(const std::string& host);

class Reach {
public:
    // `interfaces` absent: the machine's addresses are not known. `config` outlives it.
    Reach(const config::Config& config, std::uint16_t port, std::optional<net::Interfaces> interfaces, Now now);

    // What is known, asked for anew when that is older than 30 s: machines move from one network to another.
    const std::vector<std::string>& urls(Now now);
    // The machine's addresses that it listens on, as fresh.
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
