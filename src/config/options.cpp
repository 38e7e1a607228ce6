#include "papo/config/options.h"

#include <algorithm>
#include <iterator>

#include "options_checks.h"

namespace papo::config {
namespace {

using enum Applies;

// The field at the end of a path of members: at<&Config::timeouts, &Timeouts::idle>.
template <auto... path>
constexpr auto& at(Config& config) {
    return (config.*....*path);
}

// At the start alone applies what is bound, opened or given up once: addresses, folders, rights, the log's form.
constexpr Option table[] = {
    // Places.
    {"host", Text{at<&Config::host>, "ADDR"}, at_start, "address to listen on; :: for both IPv4 and IPv6"},
    {"port", Number{at<&Config::port>}, at_start, "port to listen on; 0 takes a free one"},
    {"www", Text{at<&Config::www>, "DIR"}, at_start, "folder of the web client (default: the one beside the program)"},
    {"uploads", Text{at<&Config::uploads>, "DIR"}, at_start, "folder of uploaded files, created when missing"},
    {"db", Text{at<&Config::db>, "FILE"}, at_start,
     "history, with its journal beside it; :memory: keeps nothing across restarts"},

    // What is kept.
    {"durability", Either{at<&Config::power_safe>, "normal|power", "power"}, at_start,
     "normal: survives a crash of the program; power: also a power cut, for some milliseconds a message"},
    {"history-days", Number{at<&Config::history_days>, 0, 36'500}, on_reload,
     "messages older than this are removed (0: none)"},
    {"history-messages", Number{at<&Config::history_messages>}, on_reload, "messages a room keeps (0: all)"},
    {"uploads-quota", Size{at<&Config::uploads_quota>, 0}, on_reload, "bytes of all uploads together (0: no bound)"},
    {"min-free", Size{at<&Config::min_free>, 0}, on_reload,
     "room that uploads leave on their disk, but at most a twentieth of it"},

    // Limits of one message, file or connection, and of all together.
    {"max-upload", Size{at<&Config::max_upload>}, on_reload, "largest uploaded file"},
    // What a client may send is 6 times this and 4 KiB, and a whole message is held in memory.
    {"max-message", Size{at<&Config::max_message>, 1, 16U << 20U}, on_reload, "largest text of one message"},
    {"max-connections", Number{at<&Config::max_connections>}, on_reload,
     "connections at a time; more are answered 503 (0: what the descriptor limit allows)"},
    {"rate", Number{at<&Config::rate>, 0, 1'000'000}, on_reload,
     "messages a second one connection may send, twice that in a burst; 0: no limit"},
    {"password-tries", Number{at<&Config::password_tries>, 0, most_counted}, on_reload,
     "wrong passwords of one connection; one more every minute; 0: no limit"},
    {"max-rooms", Number{at<&Config::max_rooms>, 0, most_counted}, on_reload,
     "rooms with somebody in them; half of them may be opened by one address; 0: no limit"},
    {"max-uploads", Number{at<&Config::max_uploads>, 0, most_counted}, on_reload,
     "uploads at a time; half of them may be of one address; 0: no limit"},
    {"max-backlog", Size{at<&Config::max_backlog>}, on_reload,
     "unsent bytes one connection may have waiting before it is cut off"},

    // Limits of one address: an IPv4 address or an IPv6 network of 64 bits. Loopback has none.
    {"trust-proxy", Ranges{at<&Config::trusted_proxies>}, on_reload,
     "proxy whose X-Forwarded-For says who asks (repeatable)"},
    {"max-connections-per-address", OptionalCount{at<&Config::address, &AddressLimits::connections>}, on_reload,
     "connections at a time of one address; 0: no limit (default: half of --max-connections)"},
    {"rate-per-address", OptionalCount{at<&Config::address, &AddressLimits::rate>}, on_reload,
     "messages a second of one address, twice that in a burst; 0: no limit (default: 1000 times --rate)"},
    {"joins-per-address", Number{at<&Config::address, &AddressLimits::joins>, 0, most_counted}, on_reload,
     "joins a second of one address, 20 times that in a burst; 0: no limit"},
    {"uploads-per-address", Number{at<&Config::address, &AddressLimits::uploads>, 0, most_counted}, on_reload,
     "uploads a second of one address, 10 times that in a burst; 0: no limit"},
    {"errors-per-address", Number{at<&Config::address, &AddressLimits::errors>, 0, most_counted}, on_reload,
     "mistakes a second of one address that are answered, 10 times that in a burst; 0: no limit"},
    {"password-tries-per-address", Number{at<&Config::address, &AddressLimits::password_tries>, 0, most_counted},
     on_reload, "wrong passwords of one address for one room; one more every 10 s; 0: no limit"},
    {"admin-from", Ranges{.field = at<&Config::admin_from>, .takes_all = true}, on_reload,
     "who may see /metrics and /status, besides this machine (repeatable, * for all)"},

    // Time-outs.
    {"handshake-timeout", Seconds{at<&Config::timeouts, &Timeouts::handshake>}, on_reload,
     "for the first byte of a connection"},
    {"header-timeout", Seconds{at<&Config::timeouts, &Timeouts::header>}, on_reload, "for a request's header block"},
    {"body-timeout", Seconds{at<&Config::timeouts, &Timeouts::body>}, on_reload, "for the next byte of a body"},
    {"min-upload-rate", Size{at<&Config::min_upload_rate>, 0}, on_reload,
     "bytes a second that a body comes in with, over each --body-timeout but the first; 0: any"},
    {"answer-timeout", Seconds{at<&Config::timeouts, &Timeouts::answer>}, on_reload,
     "for 16 KiB of an answer to be taken"},
    {"idle-timeout", Seconds{at<&Config::timeouts, &Timeouts::idle>}, on_reload,
     "for the next request of a connection"},
    {"ping-interval", Seconds{at<&Config::timeouts, &Timeouts::ping_interval>}, on_reload,
     "between the pings of a WebSocket"},
    {"pong-timeout", Seconds{at<&Config::timeouts, &Timeouts::pong>}, on_reload, "for the answer to a ping"},
    {"silent-timeout", Seconds{at<&Config::timeouts, &Timeouts::silent>}, on_reload,
     "for a WebSocket in no room to say its first word; looked at with each ping"},

    // What is taken, from whom, and under which names.
    {"upload-types",
     List{.field = at<&Config::upload_types>, .type = "LIST", .lower_case = true, .problem = type_problem}, on_reload,
     "extensions taken"},
    {"allow-origin", List{.field = at<&Config::allow_origins>, .type = "ORIGIN", .lower_case = true}, on_reload,
     "further origin for /ws and /upload (repeatable, * for all)"},
    {"public-host", List{.field = at<&Config::public_hosts>, .type = "NAME", .problem = host_problem}, on_reload,
     "further name that people reach the server by, such as chat.example.org (repeatable, * for all)"},
    {"public-url", Url{at<&Config::public_url>}, on_reload,
     "what guests open, where this machine cannot know: behind a proxy, in a container (empty: not known)"},
    {"name", Text{at<&Config::name>, "NAME", label_problem}, at_start,
     "name in the network: papo is papo.local, by the system's Avahi"},
    {"mdns", Either{at<&Config::mdns>, "on|off", "on"}, at_start,
     "on: the name is announced where Avahi runs (multicast DNS); off: it is not"},
    {"enable-echo", Flag{at<&Config::enable_echo>}, at_start, "a WebSocket echo at /echo"},
    {"compress", Flag{at<&Config::compress>}, on_reload,
     "compress WebSocket messages (permessage-deflate): for slow networks"},

    // The log, and what papo gives up.
    {"log-level", Choice{at<&Config::log_level>, "trace|debug|info|warning|error|off"}, on_reload,
     "least that is logged: trace, debug, info, warning, error, off"},
    {"log-format", Choice{at<&Config::log_format>, "text|json"}, at_start,
     "lines of the log: text, or json for an object each"},
    {"user", Text{at<&Config::user>, "NAME[:GROUP]"}, at_start,
     "user to become once the port is bound, when started as root"},
    {"sandbox", Either{at<&Config::sandbox>, "on|off", "on"}, at_start,
     "on: no files, system calls and rights but those that serving needs; off: for debugging"},
};

constexpr bool is_same_field(const Option& one, const Option& other) {
    return std::visit(
        [](const auto& left, const auto& right) {
            if constexpr (std::is_same_v<decltype(left.field), decltype(right.field)>) {
                return left.field == right.field;
            } else {
                return false;
            }
        },
        one.value, other.value);
}

constexpr bool is_unique(const Option& option) {
    return std::all_of(std::begin(table), std::end(table), [&option](const Option& other) {
        return &other == &option || (other.name != option.name && !is_same_field(other, option));
    });
}

constexpr bool has_name_and_meaning(const Option& option) {
    const auto fits = [](char c) { return (c >= 'a' && c <= 'z') || c == '-'; };
    return !option.name.empty() && std::all_of(option.name.begin(), option.name.end(), fits) && !option.meaning.empty();
}

static_assert(std::all_of(std::begin(table), std::end(table), is_unique), "a name or a field stands there twice");
static_assert(std::all_of(std::begin(table), std::end(table), has_name_and_meaning), "a name or a meaning is missing");

}  // namespace

std::span<const Option> options() {
    return table;
}

const Option* find_option(std::string_view name) {
    const auto* found =
        std::find_if(std::begin(table), std::end(table), [name](const Option& option) { return option.name == name; });
    return found == std::end(table) ? nullptr : found;
}

}  // namespace papo::config
