#include "config_limits.h"

#include "config_options.h"

namespace papo::config {
namespace {

CLI::Option* add_count(CLI::App& app, const std::string& name, std::uint32_t& value, const std::string& meaning) {
    return add(app, name, value, meaning + "; 0: no limit")
        ->check(CLI::Range(std::uint32_t{0}, std::uint32_t{1'000'000'000}))
        ->type_name("N");
}

// Of an option whose default depends on others.
CLI::Option* add_count(CLI::App& app, const std::string& name, std::optional<std::uint32_t>& value,
                       const std::string& meaning) {
    return app
        .add_option_function<std::uint32_t>(
            name, [&value](std::uint32_t count) { value = count; }, meaning)
        ->envname(environment_name(name))
        ->check(CLI::Range(std::uint32_t{0}, std::uint32_t{1'000'000'000}))
        ->type_name("N");
}

}  // namespace

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
    add_count(app, "--password-tries", config.password_tries,
              "wrong passwords of one connection; one more every minute");
    add_count(app, "--max-rooms", config.max_rooms,
              "rooms with somebody in them; half of them may be opened by one address");
    add_count(app, "--max-uploads", config.max_uploads, "uploads at a time; half of them may be of one address");
    add_size(app, "--max-backlog", config.max_backlog, "2MiB",
             "unsent bytes one connection may have waiting before it is cut off");
}

void add_admin(CLI::App& app, Config& config) {
    app.add_option_function<std::vector<std::string>>(
           "--admin-from",
           [&config](const std::vector<std::string>& ranges) {
               for (const auto& text : ranges) {
                   const auto range = net::AddressRange::parse(text == "*" ? "::/0" : text);
                   if (!range) throw CLI::ValidationError("--admin-from", text + " is not an address or ADDR/BITS");
                   config.admin_from.push_back(*range);
               }
           },
           "who may see /metrics and /status, besides this machine (repeatable, * for all)")
        ->envname(environment_name("--admin-from"))
        ->delimiter(',')
        ->type_name("ADDR[/BITS]");
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
    auto& address = config.address;
    add_count(app, "--max-connections-per-address", address.connections,
              "connections at a time of one address; 0: no limit (default: half of --max-connections)");
    add_count(app, "--rate-per-address", address.rate,
              "messages a second of one address, twice that in a burst; 0: no limit (default: 1000 times --rate)");
    add_count(app, "--joins-per-address", address.joins, "joins a second of one address, 20 times that in a burst");
    add_count(app, "--uploads-per-address", address.uploads,
              "uploads a second of one address, 10 times that in a burst");
    add_count(app, "--errors-per-address", address.errors,
              "mistakes a second of one address that are answered, 10 times that in a burst");
    add_count(app, "--password-tries-per-address", address.password_tries,
              "wrong passwords of one address for one room; one more every 10 s");
}

void add_timeouts(CLI::App& app, Config& config) {
    auto& times = config.timeouts;
    add_seconds(app, "--handshake-timeout", times.handshake, "for the first byte of a connection");
    add_seconds(app, "--header-timeout", times.header, "for a request's header block");
    add_seconds(app, "--body-timeout", times.body, "for the next byte of a body");
    add_size(app, "--min-upload-rate", config.min_upload_rate, "1KiB",
             "bytes a second that a body comes in with, over each --body-timeout but the first; 0: any", 0);
    add_seconds(app, "--answer-timeout", times.answer, "for 16 KiB of an answer to be taken");
    add_seconds(app, "--idle-timeout", times.idle, "for the next request of a connection");
    add_seconds(app, "--ping-interval", times.ping_interval, "between the pings of a WebSocket");
    add_seconds(app, "--pong-timeout", times.pong, "for the answer to a ping");
    add_seconds(app, "--silent-timeout", times.silent,
                "for a WebSocket in no room to say its first word; looked at with each ping");
}

}  // namespace papo::config
