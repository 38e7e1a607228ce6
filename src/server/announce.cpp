#include "papo/server/announce.h"

#include <string>

#include "papo/base/text.h"

namespace papo::server {
namespace {

// Each interface announces only its address, because its network may not reach the others.
std::vector<sys::AnnouncedAddress> announced(const std::vector<net::InterfaceAddress>& addresses) {
    std::vector<sys::AnnouncedAddress> all;
    all.reserve(addresses.size());
    for (const auto& each : addresses) all.push_back({each.index, net::text_of(each.address)});
    return all;
}

bool is_wanted(const config::Config& config) {
    return config.mdns && !ops::is_loopback(config.host);
}

}  // namespace

void prepare_announcement(const config::Config& config) {
    if (is_wanted(config)) sys::Announcement::prepare();
}

std::unique_ptr<sys::Announcement> announce(const config::Config& config, std::uint16_t port, ops::Reach& reach,
                                            const ops::Log& log) {
    if (!is_wanted(config)) return nullptr;
    sys::AnnouncementOptions options;
    options.name = ascii_lower(config.name);
    options.port = port;
    options.addresses = [&reach](Now now) { return announced(reach.addresses(now)); };
    options.on_announced = [log, port](const std::string& host) {
        log->info("announced in the network as http://{}{}", host, port == 80 ? "" : ":" + std::to_string(port));
    };
    options.warn = [log](const std::string& message) { log->warn("{}", message); };
    return sys::Announcement::open(std::move(options));
}

}  // namespace papo::server
