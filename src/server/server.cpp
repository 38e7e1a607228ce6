// The turn, signals and the stop.
#include "papo/server/server.h"

#include <algorithm>
#include <csignal>
#include <utility>

#include "papo/base/version.h"
#include "papo/config/public_url.h"
#include "papo/net/signals.h"
#include "papo/server/greeting.h"
#include "papo/server/reload.h"
#include "papo/talk/chat_protocol.h"
#include "server_parts.h"

namespace papo::server {
namespace {

constexpr std::int64_t shutdown_ms = 5'000;

}  // namespace

std::vector<std::string> served_names(const config::Config& config, std::vector<std::string> names) {
    names.insert(names.end(), config.public_hosts.begin(), config.public_hosts.end());
    if (const auto url = config::parse_public_url(config.public_url)) names.push_back(url->host);
    return names;
}

void Server::Parts::set_connection_limits() {
    auto limits = connection_limits(config, max_descriptors);
    max_connections = limits.in_all;
    reactor->acceptor().set_limits(std::move(limits));
}

// From the two workers, passwords and storage.
void Server::Parts::take_answers(Now now) {
    wake.drain();
    deliver_answers(now);
    hub->commit();  // goes on with the commands that waited for a proposal's answer
    for (auto& answer : passwords->take_answers()) {
        if (answer.hashed) {
            hub->password_hashed(answer.ticket, answer.hash, now);
        } else {
            hub->password_checked(answer.ticket, answer.right, now);
        }
    }
    resume_waiting();
}

void Server::Parts::deliver_answers(Now now) {
    for (auto& answer : storage->take_answers()) deliver(std::move(answer), now);
}

void Server::Parts::deliver(chat::StorageAnswer answer, Now now) {
    if ((answer.ticket & http::ticket_mark) == 0) return hub->answered(std::move(answer), now);
    auto* connection = reactor->find(answer.ticket & ~http::ticket_mark);
    if (connection == nullptr) return;
    if (auto* protocol = dynamic_cast<http::HttpProtocol*>(connection->protocol()))
        protocol->on_answer(*connection, answer, now);
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

// A file with a mistake changes nothing.
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

// What the start leaves for the first turns, a little in each.
void Server::Parts::settle() {
    has_settled = !files.compress_next();
    if (has_settled && !is_traced) sys::give_back_start_pages();
}

void Server::Parts::on_turn(Now now) {
    hub->tick(now);
    hub->commit();
    sweeper->tick(now);
    storage->commit();  // what is no message: who came and went, uploads
    if (storage->has_answers()) deliver_answers(now);
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
    const auto best = best_url(config, lan_urls);
    log->info("papo {} serving on http://{}{}", version, address, best.empty() ? "" : ", guests open " + best);
    manager.ready(status_line());
    while (!stopping) reactor->run_once(next_wake_up());
    stop(read_clocks());
}

// RFC 6455 section 7.4.1 by its registry: 1012 is a service restart; clients come back.
void Server::Parts::stop(Now now) {
    log->info("stopping: closing {} connections", reactor->connection_count());
    manager.stopping();
    reactor->acceptor().stop();
    reactor->for_each([](net::Connection& connection) {
        if (dynamic_cast<talk::WsProtocol*>(connection.protocol()) != nullptr) {
            talk::WsProtocol::close(connection, 1012, "the server is restarting");
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

}  // namespace papo::server
