#include "papo/ops/reach.h"

#include <algorithm>
#include <utility>

namespace papo::ops {
namespace {

constexpr std::size_t most = 8;
constexpr std::int64_t fresh_ms = 30'000;

bool is_any(const std::string& host) {
    return host == "0.0.0.0" || host == "::";
}

// RFC 3986 section 3.2.2: brackets keep an IPv6 address's colons apart from the port's.
std::string url_of(const std::string& host, std::uint16_t port) {
    const bool is_ipv6 = host.find(':') != std::string::npos && host.front() != '[';
    return "http://" + (is_ipv6 ? "[" + host + "]" : host) + (port == 80 ? "" : ":" + std::to_string(port));
}

}  // namespace

bool is_loopback(const std::string& host) {
    return host == "localhost" || host == "::1" || host.rfind("127.", 0) == 0;
}

std::vector<std::string> urls_of(const config::Config& config, std::uint16_t port,
                                 const std::vector<std::string>& of_machine) {
    std::vector<std::string> urls;
    if (!config.public_url.empty()) urls.push_back(config.public_url);
    if (is_loopback(config.host)) return urls;
    std::vector<std::string> hosts;
    if (config.trusted_proxies.empty()) hosts = config.public_hosts;
    if (is_any(config.host)) {
        hosts.insert(hosts.end(), of_machine.begin(), of_machine.end());
    } else {
        hosts.push_back(config.host);
    }
    hosts.erase(std::remove(hosts.begin(), hosts.end(), "*"), hosts.end());
    for (const auto& host : hosts) {
        auto url = url_of(host, port);
        if (urls.size() < most && std::find(urls.begin(), urls.end(), url) == urls.end())
            urls.push_back(std::move(url));
    }
    return urls;
}

Reach::Reach(const config::Config& config, std::uint16_t port, std::optional<net::Interfaces> interfaces, Now now)
    : config_(config), port_(port), interfaces_(std::move(interfaces)) {
    read(now);
}

const std::vector<std::string>& Reach::urls(Now now) {
    if (now.mono_ms >= next_ms_) read(now);
    return urls_;
}

const std::vector<net::InterfaceAddress>& Reach::addresses(Now now) {
    if (now.mono_ms >= next_ms_) read(now);
    return addresses_;
}

// If the kernel does not answer, the last addresses stay.
void Reach::read(Now now) {
    next_ms_ = now.mono_ms + fresh_ms;
    auto found = interfaces_ ? interfaces_->read() : std::nullopt;
    if (!found && !urls_.empty()) return;
    addresses_ = found ? std::move(*found) : std::vector<net::InterfaceAddress>{};
    if (!is_any(config_.host)) {
        std::erase_if(addresses_, [&](const auto& each) { return net::text_of(each.address) != config_.host; });
    }
    urls_ = urls_of(config_, port_, net::by_reach(addresses_));
}

}  // namespace papo::ops
