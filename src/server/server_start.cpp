// The start: opens what can fail, makes the parts and wires them.
#include <array>
#include <csignal>

#include "papo/base/random.h"
#include "papo/base/scheduling.h"
#include "papo/net/interfaces.h"
#include "papo/net/signals.h"
#include "papo/server/announce.h"
#include "papo/server/confinement.h"
#include "papo/store/disk.h"
#include "papo/store/format.h"
#include "papo/talk/echo_protocol.h"
#include "server_parts.h"

namespace papo::server {
namespace {

std::string random_text() {
    std::array<std::uint8_t, 16> bytes{};
    random_bytes(bytes);
    return base64url(bytes);
}

// Of an address as Listener says it.
std::uint16_t port_of(const std::string& address) {
    return static_cast<std::uint16_t>(std::stoul(address.substr(address.rfind(':') + 1)));
}

std::optional<net::Interfaces> open_interfaces(const ops::Log& log) {
    auto interfaces = net::Interfaces::open();
    if (interfaces) return std::move(*interfaces);
    log->warn("invitations show no address: {}", interfaces.error().message);
    return std::nullopt;
}

// Those that were passed on, else one of our own.
Result<std::vector<net::Listener>> open_listeners(const config::Config& config) {
    std::vector<net::Listener> listeners;
    for (auto& passed : sys::passed_descriptors()) {
        auto adopted = net::Listener::adopt(std::move(passed));
        if (!adopted) return adopted.error();
        listeners.push_back(std::move(*adopted));
    }
    if (!listeners.empty()) return listeners;
    auto opened = net::Listener::listen(config.host, config.port);
    if (!opened) return opened.error();
    listeners.push_back(std::move(*opened));
    return listeners;
}

// With --host as it is in force: sockets that were passed on listen where they do.
config::Config listening_on(config::Config config, const std::string& address) {
    const auto host = address.substr(0, address.rfind(':'));
    config.host = host.front() == '[' ? host.substr(1, host.size() - 2) : host;
    config.port = port_of(address);
    return config;
}

}  // namespace

Result<void> Server::Parts::open_storage() {
    store::StorageOptions options;
    options.path = config.db;
    options.power = config.power_safe;
    options.format_is_known = true;  // Server::create asks before it touches any folder
    options.retention = retention(config);
    options.make_epoch = random_text;
    options.wake_loop = [this] { wake.notify(); };
    options.warn = [this](const std::string& message) {
        events.note(spdlog::level::warn, "storage: " + message, {}, read_clocks());
    };
    auto opened = store::LogStorage::open(std::move(options));
    if (!opened) return opened.error();
    storage = std::move(*opened);
    tokens.emplace(storage->token_key());
    sweeper.emplace(*storage, uploads, uploads.take_found());
    return {};
}

void Server::Parts::wire(std::unique_ptr<net::Reactor> loop, std::vector<net::Listener> listeners) {
    reactor = std::move(loop);
    delivery = std::make_unique<talk::Delivery>(*reactor, metrics, config.max_backlog);
    passwords = std::make_unique<PasswordWorker>(wake);
    hub = std::make_unique<chat::Hub>(hub_limits(config), *storage, *delivery, *passwords);
    hub->restore(storage->take_people(), read_clocks());
    address = listeners.front().address();
    reach.emplace(config, port_of(address), open_interfaces(log), read_clocks());
    lan_urls = reach->urls(read_clocks());
    talk_services =
        std::make_unique<talk::Services>(talk::Services{config, *hub, metrics, gate, *reach, *tokens, welcome_limits,
                                                        waiting, [this] { return storage->is_congested(); }});
    services = std::make_unique<http::Services>(
        http::Services{config, host_guard, files, uploads, upload_rules, upload_space, gate, metrics, *storage, *hub,
                       [this](bool all) { return figures(all); }, *talk_services});
    set_connection_limits();
    // A proxy's connections count for whom it asks for, which the first request says.
    reactor->acceptor().set_source_of([this](const net::Address& peer) {
        return net::contains(config.trusted_proxies, peer) ? 0 : peer.limit_key();
    });
    reactor->acceptor().on_accept([this](net::Connection& connection, Now now) {
        auto protocol = std::make_unique<http::HttpProtocol>(*services);
        protocol->start(connection, now);
        return protocol;
    });
    reactor->on_turn([this](Now now) { on_turn(now); });
    reactor->add_source(wake.fd(), [this](Now now) { take_answers(now); });
    reactor->add_source(signals.get(), [this](Now now) { on_signal(now); });
    for (auto& listener : listeners) reactor->acceptor().add(std::move(listener));
    announcement = announce(config, port_of(address), *reach, log);
    if (announcement) reactor->add_source(announcement->fd(), [this](Now now) { announcement->process(now); });
}

Result<std::unique_ptr<Server>> Server::create(const config::Config& config, ops::Log log,
                                               std::function<Result<config::Config>()> read_again) {
    auto manager = sys::ServiceManager::from_environment();
    if (config.enable_echo) talk::EchoProtocol::keep_memory();
    auto signals = net::block_and_open({SIGTERM, SIGINT, SIGHUP});
    if (!signals) return signals.error();
    auto files = http::StaticFiles::load(config.www.empty() ? http::StaticFiles::default_folder() : config.www);
    if (!files) return files.error();
    auto wake = net::WakeFd::create();
    if (!wake) return wake.error();
    auto reactor = net::Reactor::create();
    if (!reactor) return reactor.error();
    auto listeners = open_listeners(config);
    if (!listeners) return listeners.error();
    ops::SystemProbe probe;
    // Asked before any folder is created or tidied up, so that a refused start changes nothing.
    if (auto known = store::refuse_newer(store::real_disk(), config.db); !known) return known.error();
    if (auto user = take_on_user(config); !user) return user.error();
    auto uploads = uploads::UploadStore::open(config.uploads);
    if (!uploads) return uploads.error();
    auto parts = std::make_unique<Parts>(listening_on(config, listeners->front().address()), std::move(log),
                                         std::move(*files), std::move(*uploads), std::move(*wake), std::move(*signals));
    parts->read_again = std::move(read_again);
    parts->probe = std::move(probe);
    parts->probe.watch_disks(config.uploads, config.db);
    prepare_announcement(parts->config);
    restrict_files(config, parts->log);
    if (auto opened = parts->open_storage(); !opened) return opened.error();
    parts->wire(std::move(*reactor), std::move(*listeners));
    parts->manager = std::move(manager);
    ask_for_short_slices();  // when the workers run, which shall not, and before the call is forbidden
    restrict_calls(config, parts->log);
    return std::unique_ptr<Server>(new Server(std::move(parts)));
}

}  // namespace papo::server
