// The guard against DNS rebinding. A page from the internet shares this server's origin once its name resolves to this
// server's address; browsers send that name in Host, so the server accepts only names that no outsider can own.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace papo::http {

class HostGuard {
public:
    // `names`: accepted besides the names that knows() accepts by their form; "*" accepts every name.
    explicit HostGuard(std::span<const std::string> names);

    // Whether the server accepts this Host (RFC 9110 section 7.2): an IP address, a single label, a name under local,
    // lan, home.arpa, internal or localhost, or one of `names`. Ignores the port, case and one point at the end.
    bool knows(std::string_view host) const;

private:
    std::vector<std::string> names_;  // lower case
    bool all_ = false;
};

// This machine's names: its host name, the names beside it in /etc/hosts (`hosts`, the file's text), and the host name
// under the search domains of /etc/resolv.conf (`resolv_conf`, the file's text).
std::vector<std::string> machine_names(std::string_view hostname, std::string_view hosts, std::string_view resolv_conf);
// machine_names() of the machine that papo runs on. Asks no name server.
std::vector<std::string> names_of_this_machine();

}  // namespace papo::http
