// The parts of the server. The start makes and wires them (server_start.cpp), the turn uses them (server.cpp), and
// figures are asked of them (server_figures.cpp).
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "papo/base/fd.h"
#include "papo/chat/hub.h"
#include "papo/http/http_protocol.h"
#include "papo/net/listener.h"
#include "papo/net/reactor.h"
#include "papo/net/wake.h"
#include "papo/ops/event_log.h"
#include "papo/ops/figure_watch.h"
#include "papo/ops/reach.h"
#include "papo/server/password_worker.h"
#include "papo/server/server.h"
#include "papo/server/server_limits.h"
#include "papo/store/log_storage.h"
#include "papo/sys/announcement.h"
#include "papo/sys/service_manager.h"
#include "papo/sys/start_pages.h"
#include "papo/talk/delivery.h"
#include "papo/uploads/sweeper.h"

namespace papo::server {

// Its own names, and those it was given.
std::vector<std::string> served_names(const config::Config& config, std::vector<std::string> names);

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

    // The start.
    Result<void> open_storage();
    void wire(std::unique_ptr<net::Reactor> loop, std::vector<net::Listener> listeners);

    // The turn, signals, the stop.
    void set_connection_limits();
    void take_answers(Now now);
    void deliver_answers(Now now);
    void deliver(chat::StorageAnswer answer, Now now);
    void resume_waiting();
    void on_signal(Now now);
    void reload(Now now);
    std::string status_line() const { return "serving on http://" + address; }
    void apply();
    void settle();
    void on_turn(Now now);
    void run();
    void stop(Now now);
    std::int64_t next_wake_up() const;

    // Figures.
    LimitCounts limit_counts() const;
    ops::Figures figures(bool all) const;
    void watch_figures(Now now);

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

}  // namespace papo::server
