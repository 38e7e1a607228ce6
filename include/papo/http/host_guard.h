// The guard against DNS rebinding: a page of the open internet whose name is made to resolve to this server's address
// would be of one origin with it. Browsers say that name in Host, so only names that nobody outside can own are served.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace papo::http {

class HostGuard {
public:
    // `names` are served besides those that are known by their form: of this machine, and what the host's owner names
    // it by; "*" for every name.
    explicit HostGuard(std::span<const std::string> names);

    // Whether requests to this Host (RFC 9110 section 7.2) are served: an IP address, a single label, a name under
    // local, lan, home.arpa, internal or localhost, or a name given. Ports, upper case and one point at the end do not
    // count.
    bool knows(std::string_view host) const;

private:
    std::vector<std::string> names_;  // lower case
    bool all_ = false;
};

// What this machine is called: its host name, the names that /etc/hosts gives beside it (`hosts`, the file's text), and
// the host name under the domains that /etc/resolv.conf searches (`resolv_conf`).
std::vector<std::string> machine_names(std::string_view hostname, std::string_view hosts, std::string_view resolv_conf);
// The same, of the machine that this runs on. Asks no server.
std::vector<std::string> names_of_this_machine();

}  // namespace papo::http
