#include "config_limits.h"

#include "config_options.h"

namespace papo::app {

void add_limits(CLI::App& app, Config& config) {
    add_size(app, "--max-upload", config.max_upload, "64MiB", "largest uploaded file");
    // What a client may send is 6 times this and 4 KiB, and a whole message is held in memory.
    add_size(app, "--max-message", config.max_message, "16KiB", "largest text of one message")
        ->check(CLI::Range(std::uint64_t{1}, std::uint64_t{16} << 20U));
    add(app, "--max-connections", config.max_connections,
        "connections at a time; more are answered 503 (0: what the descriptor limit allows)")
        ->type_name("N");
    add(app, "--rate", config.rate, "messages a second one connection may send, twice that in a burst; 0: no limit")
        ->check(CLI::Range(std::uint32_t{0}, std::uint32_t{1'000'000}))
        ->type_name("N");
    add_size(app, "--max-backlog", config.max_backlog, "2MiB",
             "unsent bytes one connection may have waiting before it is cut off");
}

// An address is an IPv4 address or an IPv6 network of 64 bits; loopback is never limited.
void add_address_limits(CLI::App& app, Config& config) {
    app.add_option_function<std::vector<std::string>>(
           "--trust-proxy",
           [&config](const std::vector<std::string>& ranges) {
               for (const auto& text : ranges) {
                   const auto range = net::AddressRange::parse(text);
                   if (!range) throw CLI::ValidationError("--trust-proxy", text + " is not an address or ADDR/BITS");
                   config.trusted_proxies.push_back(*range);
               }
           },
           "proxy whose X-Forwarded-For says who asks (repeatable)")
        ->envname(environment_name("--trust-proxy"))
        ->delimiter(',')
        ->type_name("ADDR[/BITS]");
    app.add_option_function<std::uint32_t>(
           "--max-connections-per-address", [&config](std::uint32_t count) { config.address.connections = count; },
           "connections at a time of one address; 0: no limit (default: half of --max-connections)")
        ->envname(environment_name("--max-connections-per-address"))
        ->type_name("N");
}

}  // namespace papo::app
