#include "papo/app/server.h"

#include <sys/resource.h>
#include <sys/signalfd.h>

#include <algorithm>
#include <csignal>
#include <optional>
#include <string_view>

#include "papo/app/delivery.h"
#include "papo/app/http_session.h"
#include "papo/app/password_worker.h"
#include "papo/app/services.h"
#include "papo/app/sweeper.h"
#include "papo/app/version.h"
#include "papo/app/ws_session.h"
#include "papo/base/random.h"
#include "papo/chat/hub.h"
#include "papo/net/interfaces.h"
#include "papo/net/listener.h"
#include "papo/net/reactor.h"
#include "papo/net/signals.h"
#include "papo/net/wake.h"
#include "papo/store/log_storage.h"

namespace papo::app {
namespace {

constexpr std::int64_t shutdown_ms = 5'000;
constexpr std::uint32_t reserved_descriptors = 64;  // listeners, log, database, files being sent

// For connections that get no session of their own.
std::string full_answer(std::string_view why) {
    const auto json = R"({"success":false,"code":"full","error":")" + std::string(why) + R"("})";
    return "HTTP/1.1 503 Service Unavailable\r\nContent-Type: application/json\r\nContent-Length: " +
           std::to_string(json.size()) + "\r\nConnection: close\r\nRetry-After: 5\r\n\r\n" + json;
}

// Raises the soft limit on descriptors to the hard one and gives it.
std::uint32_t descriptor_limit() {
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return 1024;
    limit.rlim_cur = limit.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &limit);
    ::getrlimit(RLIMIT_NOFILE, &limit);
    return static_cast<std::uint32_t>(std::min<rlim_t>(limit.rlim_cur, 10'000'000));
}

std::uint32_t connection_limit(const Config& config) {
    const auto descriptors = descriptor_limit();
    if (config.max_connections != 0) return config.max_connections;
    return descriptors > 2 * reserved_descriptors ? descriptors - reserved_descriptors : descriptors / 2;
}

net::ConnectionLimits connection_limits(const Config& config) {
    net::ConnectionLimits limits;
    limits.in_all = connection_limit(config);
    limits.per_source = config.address.connections.value_or((limits.in_all + 1) / 2);
    if (limits.per_source == 0) limits.per_source = SIZE_MAX;
    limits.full = full_answer("the server takes no more connections right now");
    limits.full_for_source = full_answer(full_for_address);
    return limits;
}

chat::HubLimits hub_limits(const Config& config) {
    chat::HubLimits limits;
    limits.max_text = config.max_message;
    limits.rate = config.rate;
    limits.rooms = config.max_rooms;
    const auto& address = config.address;
    const std::uint64_t rate = address.rate.value_or(1000 * config.rate);
    limits.source_rate = TokenRate::per_second(rate, 2 * rate);
    limits.source_joins = TokenRate::per_second(address.joins, std::uint64_t{20} * address.joins);
    limits.passwords = TokenRate::every_ms(60'000, config.password_tries);
    limits.source_passwords = TokenRate::every_ms(10'000, address.password_tries);
    return limits;
}

GateLimits gate_limits(const Config& config) {
    const auto& address = config.address;
    return {config.max_uploads, TokenRate::per_second(address.uploads, std::uint64_t{10} * address.uploads),
            TokenRate::per_second(address.errors, std::uint64_t{10} * address.errors)};
}

std::string random_text() {
    std::array<std::uint8_t, 16> bytes{};
    random_bytes(bytes);
    return base64url(bytes);
}

// What is kept in memory only must have a bound of its own.
constexpr std::uint64_t max_bytes_in_memory = 64U << 20U;

store::Retention retention(const Config& config) {
    store::Retention rules;
    rules.max_age_ms = std::int64_t{config.history_days} * 24 * 3600 * 1000;
    rules.max_messages = config.history_messages;
    if (config.db == store::LogStorage::in_memory) rules.max_bytes = max_bytes_in_memory;
    return rules;
}

}  // namespace

// Members are made in this order and go in the reverse one: sessions, in the reactor, before what they use.
struct Server::Parts {
    Parts(const Config& config_, Log log_, StaticFiles files_, UploadStore uploads_, net::WakeFd wake_,
          net::Fd signals_)
        : config(config_),
          log(std::move(log_)),
          files(std::move(files_)),
          uploads(std::move(uploads_)),
          upload_space(
              config.uploads_quota, config.min_free, [this] { return storage->file_bytes(); }, uploads.folder()),
          wake(std::move(wake_)),
          signals(std::move(signals_)) {}

    Result<void> open_storage();
    void wire(std::unique_ptr<net::Reactor> loop, net::Listener listener);
    void take_answers(Now now);
    void deliver(chat::StorageAnswer answer, Now now);
    void resume_waiting();
    void on_signal();
    void on_turn(Now now);
    void run();
    void stop(Now now);
    std::int64_t next_wake_up() const;
    LimitCounts limit_counts() const;

    Config config;
    Log log;
    StaticFiles files;
    UploadStore uploads;
    UploadRules upload_rules{config.max_upload, config.upload_types};
    WelcomeLimits welcome_limits{config.max_message, config.max_upload, config.rate, config.upload_types};
    UploadSpace upload_space;
    AddressGate gate{gate_limits(config)};
    Metrics metrics;
    net::WakeFd wake;
    net::Fd signals;
    std::unique_ptr<store::LogStorage> storage;
    std::optional<Tokens> tokens;
    std::optional<Sweeper> sweeper;
    PasswordWorker passwords{wake};
    std::vector<chat::ConnId> waiting;
    std::string address;
    bool stopping = false;
    std::unique_ptr<Delivery> delivery;
    std::unique_ptr<chat::Hub> hub;
    std::unique_ptr<Services> services;
    std::unique_ptr<net::Reactor> reactor;
};

Result<void> Server::Parts::open_storage() {
    store::StorageOptions options;
    options.path = config.db;
    options.power = config.power_safe;
    options.retention = retention(config);
    options.make_epoch = random_text;
    options.wake_loop = [this] { wake.notify(); };
    options.warn = [this](const std::string& message) { log->warn("storage: {}", message); };
    auto opened = store::LogStorage::open(std::move(options));
    if (!opened) return opened.error();
    storage = std::move(*opened);
    tokens.emplace(storage->token_key());
    sweeper.emplace(*storage, uploads, uploads.take_found());
    return {};
}

void Server::Parts::wire(std::unique_ptr<net::Reactor> loop, net::Listener listener) {
    reactor = std::move(loop);
    delivery =
        std::make_unique<Delivery>(*reactor, metrics, config.max_backlog, [this] { return storage->is_unsynced(); });
    hub = std::make_unique<chat::Hub>(hub_limits(config), *storage, *delivery, passwords);
    hub->restore(storage->take_people(), read_clocks());
    services = std::make_unique<Services>(Services{
        config, files, uploads, upload_rules, upload_space, gate, welcome_limits, *tokens, *storage, *hub, metrics, log,
        waiting, [this] { return reactor->connection_count(); }, [this] { return limit_counts(); }});
    address = listener.address();
    reactor->set_limits(connection_limits(config));
    // A proxy's connections count for whom it asks for, which the first request says.
    reactor->set_source_of(
        [this](const net::Address& peer) { return is_trusted(peer, config.trusted_proxies) ? 0 : peer.limit_key(); });
    reactor->on_accept([this](net::Connection& connection, Now now) {
        auto session = std::make_unique<HttpSession>(*services);
        session->start(connection, now);
        return session;
    });
    reactor->on_turn([this](Now now) { on_turn(now); });
    reactor->add_source(wake.fd(), [this](Now now) { take_answers(now); });
    reactor->add_source(signals.get(), [this](Now) { on_signal(); });
    reactor->add_listener(std::move(listener));
}

LimitCounts Server::Parts::limit_counts() const {
    auto counts = reactor->limit_counts();
    counts += hub->limit_counts();
    return counts;
}

// From the two workers, passwords and storage.
void Server::Parts::take_answers(Now now) {
    wake.drain();
    for (auto& answer : storage->take_answers()) deliver(std::move(answer), now);
    if (!storage->is_unsynced()) reactor->release_held();
    for (auto& answer : passwords.take_answers()) {
        if (answer.hashed) {
            hub->password_hashed(answer.ticket, answer.hash, now);
        } else {
            hub->password_checked(answer.ticket, answer.right, now);
        }
    }
    resume_waiting();
}

void Server::Parts::deliver(chat::StorageAnswer answer, Now now) {
    if ((answer.ticket & http_tickets) == 0) return hub->answered(std::move(answer), now);
    auto* connection = reactor->find(answer.ticket & ~http_tickets);
    if (connection == nullptr) return;
    if (auto* session = dynamic_cast<HttpSession*>(connection->session())) session->on_file_known(*connection, now);
}

void Server::Parts::resume_waiting() {
    const bool all_wait = services->chat_must_wait();
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

void Server::Parts::on_signal() {
    net::read_signal(signals.get());
    stopping = true;
}

void Server::Parts::on_turn(Now now) {
    hub->tick(now);
    hub->commit();
    sweeper->tick(now);
    (void)storage->commit();  // what is no message: who came and went, uploads; the next turn tries again
    storage->trim();
    if (storage->has_failed() && !std::exchange(stopping, true)) log->error("the disk fails: stopping");
}

std::int64_t Server::Parts::next_wake_up() const {
    return std::min(hub->next_deadline(), sweeper->next_deadline());
}

void Server::Parts::run() {
    log->info("papo {} serving on http://{}", version, address);
    while (!stopping) reactor->run_once(next_wake_up());
    stop(read_clocks());
}

// RFC 6455 section 7.4.1 by its registry: 1012 is a service restart; clients come back.
void Server::Parts::stop(Now now) {
    log->info("stopping: closing {} connections", reactor->connection_count());
    reactor->stop_accepting();
    reactor->for_each([](net::Connection& connection) {
        if (dynamic_cast<WsSession*>(connection.session()) != nullptr) {
            WsSession::close(connection, 1012, "the server is restarting");
        } else {
            connection.finish();
        }
    });
    const auto deadline = now.mono_ms + shutdown_ms;
    while (reactor->connection_count() > 0 && read_clocks().mono_ms < deadline) reactor->run_once(deadline);
    log->info("stopped");
}

Server::Server(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
Server::~Server() = default;

const std::string& Server::address() const {
    return parts_->address;
}

std::vector<std::string> Server::lan_urls() const {
    const auto& host = parts_->config.host;
    if (host != "0.0.0.0" && host != "::") return {};
    auto urls = net::lan_addresses();
    const auto port = parts_->address.substr(parts_->address.rfind(':'));
    for (auto& url : urls) url.insert(0, "http://").append(port);
    return urls;
}

void Server::run() {
    parts_->run();
}

Result<std::unique_ptr<Server>> Server::create(const Config& config, Log log) {
    auto signals = net::block_and_open({SIGTERM, SIGINT});
    if (!signals) return signals.error();
    auto files = StaticFiles::load(config.www.empty() ? StaticFiles::default_folder() : config.www);
    if (!files) return files.error();
    auto uploads = UploadStore::open(config.uploads);
    if (!uploads) return uploads.error();
    auto wake = net::WakeFd::create();
    if (!wake) return wake.error();
    auto reactor = net::Reactor::create();
    if (!reactor) return reactor.error();
    auto listener = net::Listener::listen(config.host, config.port);
    if (!listener) return listener.error();
    auto parts = std::make_unique<Parts>(config, std::move(log), std::move(*files), std::move(*uploads),
                                         std::move(*wake), std::move(*signals));
    if (auto opened = parts->open_storage(); !opened) return opened.error();
    parts->wire(std::move(*reactor), std::move(*listener));
    return std::unique_ptr<Server>(new Server(std::move(parts)));
}

}  // namespace papo::app
