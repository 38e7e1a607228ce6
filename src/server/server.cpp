#include "papo/server/server.h"

#include <sys/signalfd.h>

#include <algorithm>
#include <csignal>
#include <optional>

#include "papo/base/random.h"
#include "papo/base/scheduling.h"
#include "papo/base/version.h"
#include "papo/chat/hub.h"
#include "papo/config/public_url.h"
#include "papo/http/http_session.h"
#include "papo/net/interfaces.h"
#include "papo/net/listener.h"
#include "papo/net/reactor.h"
#include "papo/net/signals.h"
#include "papo/net/wake.h"
#include "papo/ops/event_log.h"
#include "papo/ops/figure_watch.h"
#include "papo/ops/reach.h"
#include "papo/server/announce.h"
#include "papo/server/confinement.h"
#include "papo/server/password_worker.h"
#include "papo/server/reload.h"
#include "papo/server/server_limits.h"
#include "papo/store/format.h"
#include "papo/store/log_storage.h"
#include "papo/sys/service_manager.h"
#include "papo/sys/start_pages.h"
#include "papo/talk/chat_session.h"
#include "papo/talk/delivery.h"
#include "papo/talk/echo_session.h"
#include "papo/uploads/sweeper.h"

namespace papo::server {
namespace {

constexpr std::int64_t shutdown_ms = 5'000;

// Its own names, and those it was given.
std::vector<std::string> served_names(const config::Config& config, std::vector<std::string> names) {
    names.insert(names.end(), config.public_hosts.begin(), config.public_hosts.end());
    if (const auto url = config::parse_public_url(config.public_url)) names.push_back(url->host);
    return names;
}

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

// Members are made in this order and go in the reverse one: sessions, in the reactor, before what they use.
struct Server::Parts {
    Parts(config::Config config_, ops::Log log_, http::StaticFiles files_, uploads::UploadStore uploads_,
          net::WakeFd wake_, Fd signals_)
        : config(std::move(config_)),
          log(std::move(log_)),
          files(std::move(files_)),
          uploads(std::move(uploads_)),
          upload_space(
              config.uploads_quota, config.min_free, [this] { return storage->file_bytes(); }, uploads.folder()),
          wake(std::move(wake_)),
          signals(std::move(signals_)) {}

    Result<void> open_storage();
    void set_connection_limits();
    void wire(std::unique_ptr<net::Reactor> loop, std::vector<net::Listener> listeners);
    void take_answers(Now now);
    void deliver(chat::StorageAnswer answer, Now now);
    void resume_waiting();
    void on_signal(Now now);
    void reload(Now now);
    std::string status_line() const { return "serving on http://" + address; }
    void apply();
    void watch_figures(Now now);
    void settle();
    void on_turn(Now now);
    void run();
    void stop(Now now);
    std::int64_t next_wake_up() const;
    LimitCounts limit_counts() const;
    ops::Figures figures(bool all) const;

    config::Config config;
    std::vector<std::string> machine_names = http::names_of_this_machine();  // a confined process reads them no more
    http::HostGuard host_guard{served_names(config, machine_names)};
    ops::Log log;
    ops::EventLog events{log};
    ops::FigureWatch watch;
    ops::SystemProbe probe;
    std::uint32_t max_descriptors = raise_descriptor_limit();
    std::size_t max_connections = 0;
    std::function<Result<config::Config>()> read_again;
    http::StaticFiles files;
    uploads::UploadStore uploads;
    uploads::UploadRules upload_rules{config.max_upload, config.upload_types};
    talk::WelcomeLimits welcome_limits{config.max_message, config.max_upload, config.rate, config.upload_types};
    uploads::UploadSpace upload_space;
    ops::AddressGate gate{gate_limits(config)};
    ops::Metrics metrics;
    net::WakeFd wake;
    Fd signals;
    std::unique_ptr<store::LogStorage> storage;
    std::optional<talk::Tokens> tokens;
    std::optional<uploads::Sweeper> sweeper;
    std::unique_ptr<PasswordWorker> passwords;
    std::vector<chat::ConnId> waiting;
    std::string address;
    std::optional<ops::Reach> reach;
    std::vector<std::string> lan_urls;  // at the start
    std::unique_ptr<sys::Announcement> announcement;
    sys::ServiceManager manager;
    bool is_traced = sys::is_traced();  // asked at the start: a confined process cannot
    bool has_settled = false;
    bool stopping = false;
    std::unique_ptr<talk::Delivery> delivery;
    std::unique_ptr<chat::Hub> hub;
    std::unique_ptr<talk::Services> talk_services;
    std::unique_ptr<http::Services> services;
    std::unique_ptr<net::Reactor> reactor;
};

Result<void> Server::Parts::open_storage() {
    store::StorageOptions options;
    options.path = config.db;
    options.power = config.power_safe;
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
    delivery = std::make_unique<talk::Delivery>(*reactor, metrics, config.max_backlog,
                                                [this] { return storage->is_unsynced(); });
    passwords = std::make_unique<PasswordWorker>(wake);
    hub = std::make_unique<chat::Hub>(hub_limits(config), *storage, *delivery, *passwords);
    hub->restore(storage->take_people(), read_clocks());
    address = listeners.front().address();
    reach.emplace(config, port_of(address), open_interfaces(log), read_clocks());
    lan_urls = reach->urls(read_clocks());
    talk_services = std::make_unique<talk::Services>(
        talk::Services{config, *hub, metrics, gate, *reach, *tokens, welcome_limits, waiting,
                       [this] { return storage->is_congested() || storage->is_unsynced(); }});
    services = std::make_unique<http::Services>(
        http::Services{config, host_guard, files, uploads, upload_rules, upload_space, gate, metrics, *storage, *hub,
                       [this](bool all) { return figures(all); }, *talk_services});
    set_connection_limits();
    // A proxy's connections count for whom it asks for, which the first request says.
    reactor->set_source_of([this](const net::Address& peer) {
        return net::contains(config.trusted_proxies, peer) ? 0 : peer.limit_key();
    });
    reactor->on_accept([this](net::Connection& connection, Now now) {
        auto session = std::make_unique<http::HttpSession>(*services);
        session->start(connection, now);
        return session;
    });
    reactor->on_turn([this](Now now) { on_turn(now); });
    reactor->add_source(wake.fd(), [this](Now now) { take_answers(now); });
    reactor->add_source(signals.get(), [this](Now now) { on_signal(now); });
    for (auto& listener : listeners) reactor->add_listener(std::move(listener));
    announcement = announce(config, port_of(address), *reach, log);
    if (announcement) reactor->add_source(announcement->fd(), [this](Now now) { announcement->process(now); });
}

LimitCounts Server::Parts::limit_counts() const {
    auto counts = reactor->limit_counts();
    counts += hub->limit_counts();
    counts += metrics.limits;
    return counts;
}

ops::Figures Server::Parts::figures(bool all) const {
    const auto& worker = storage->figures();
    ops::Figures all_of{
        metrics,
        reactor->counts(),
        limit_counts(),
        {reactor->connection_count(), hub->connections(), hub->active_rooms().size(), reactor->queued_bytes(),
         gate.uploads_under_way(), storage->file_bytes(), storage->backlog(), max_connections},
        {storage->commit_times(), storage->messages_stored(), storage->journal_bytes(), worker.folds, worker.fold_us,
         worker.checkpoints, worker.checkpoint_us, worker.unknown_facts},
        probe.read()};
    if (all) all_of.system.descriptors = probe.count_descriptors();
    return all_of;
}

void Server::Parts::set_connection_limits() {
    auto limits = connection_limits(config, max_descriptors);
    max_connections = limits.in_all;
    reactor->set_limits(std::move(limits));
}

// From the two workers, passwords and storage.
void Server::Parts::take_answers(Now now) {
    wake.drain();
    for (auto& answer : storage->take_answers()) deliver(std::move(answer), now);
    if (!storage->is_unsynced()) reactor->release_held();
    for (auto& answer : passwords->take_answers()) {
        if (answer.hashed) {
            hub->password_hashed(answer.ticket, answer.hash, now);
        } else {
            hub->password_checked(answer.ticket, answer.right, now);
        }
    }
    resume_waiting();
}

void Server::Parts::deliver(chat::StorageAnswer answer, Now now) {
    if ((answer.ticket & http::ticket_mark) == 0) return hub->answered(std::move(answer), now);
    auto* connection = reactor->find(answer.ticket & ~http::ticket_mark);
    if (connection == nullptr) return;
    if (auto* session = dynamic_cast<http::HttpSession*>(connection->session()))
        session->on_file_known(*connection, now);
}

void Server::Parts::resume_waiting() {
    const bool all_wait = talk_services->must_wait();
    for (const auto id : std::exchange(waiting, {})) {
        auto* connection = reactor->find(id);
        if (connection == nullptr) continue;
        if (all_wait || hub->busy(id)) {
            waiting.push_back(id);
        } else {
            connection->resume();
        }
    }
}

void Server::Parts::on_signal(Now now) {
    if (net::read_signal(signals.get()) != SIGHUP || !read_again) {
        stopping = true;
        return;
    }
    manager.reloading();
    reload(now);
    manager.ready(status_line());
}

// What is wrong leaves everything as it was.
void Server::Parts::reload(Now now) {
    const auto wanted = read_again();
    if (!wanted) {
        return events.note(spdlog::level::err, "the configuration stays as it was", wanted.error().message, now);
    }
    const auto changes = take_changes(config, *wanted);
    apply();
    log->info("read {} again: {}", config.file, describe(changes));
}

void Server::Parts::apply() {
    log->set_level(spdlog::level::from_str(config.log_level));
    host_guard = http::HostGuard(served_names(config, machine_names));
    upload_rules = {config.max_upload, config.upload_types};
    welcome_limits = {config.max_message, config.max_upload, config.rate, config.upload_types};
    upload_space.set_limits(config.uploads_quota, config.min_free);
    gate.set_limits(gate_limits(config));
    hub->set_limits(hub_limits(config));
    delivery->set_max_backlog(config.max_backlog);
    storage->set_retention(retention(config));
    set_connection_limits();
}

void Server::Parts::watch_figures(Now now) {
    if (watch.is_due(now)) watch.look(limit_counts(), metrics, events, now);
    events.tick(now);
}

// What the start leaves for the first turns, a little in each.
void Server::Parts::settle() {
    has_settled = !files.compress_next();
    if (has_settled && !is_traced) sys::give_back_start_pages();
}

void Server::Parts::on_turn(Now now) {
    hub->tick(now);
    hub->commit();
    sweeper->tick(now);
    (void)storage->commit();  // what is no message: who came and went, uploads; the next turn tries again
    storage->trim();
    if (!has_settled) settle();
    manager.tick(now);
    if (announcement && now.mono_ms >= announcement->next_deadline()) announcement->process(now);
    watch_figures(now);
    if (storage->has_failed() && !std::exchange(stopping, true)) log->error("the disk fails: stopping");
}

std::int64_t Server::Parts::next_wake_up() const {
    if (!has_settled) return 0;
    const auto announced = announcement ? announcement->next_deadline() : INT64_MAX;
    return std::min({hub->next_deadline(), sweeper->next_deadline(), manager.next_deadline(), announced,
                     watch.next_deadline(), events.next_deadline()});
}

void Server::Parts::run() {
    log->info("papo {} serving on http://{}", version, address);
    manager.ready(status_line());
    while (!stopping) reactor->run_once(next_wake_up());
    stop(read_clocks());
}

// RFC 6455 section 7.4.1 by its registry: 1012 is a service restart; clients come back.
void Server::Parts::stop(Now now) {
    log->info("stopping: closing {} connections", reactor->connection_count());
    manager.stopping();
    reactor->stop_accepting();
    reactor->for_each([](net::Connection& connection) {
        if (dynamic_cast<talk::WsSession*>(connection.session()) != nullptr) {
            talk::WsSession::close(connection, 1012, "the server is restarting");
        } else {
            connection.finish();
        }
    });
    const auto deadline = now.mono_ms + shutdown_ms;
    while (reactor->connection_count() > 0 && read_clocks().mono_ms < deadline) reactor->run_once(deadline);
    watch.look(limit_counts(), metrics, events, read_clocks());
    events.finish(read_clocks());
    log->info("stopped");
}

Server::Server(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
Server::~Server() = default;

const std::string& Server::address() const {
    return parts_->address;
}

const std::vector<std::string>& Server::lan_urls() const {
    return parts_->lan_urls;
}

const config::Config& Server::config() const {
    return parts_->config;
}

void Server::run() {
    parts_->run();
}

Result<std::unique_ptr<Server>> Server::create(const config::Config& config, ops::Log log,
                                               std::function<Result<config::Config>()> read_again) {
    auto manager = sys::ServiceManager::from_environment();
    if (config.enable_echo) talk::EchoSession::keep_memory();
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
    // Before a folder is made or tidied up: what a newer papo has left stays as it is.
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
