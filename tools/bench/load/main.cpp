// papo-load: brings the clients in, lets them talk (or be idle) and prints what it measured. Exit code 1: it could not
// measure; 3: the server lost, doubled, reordered or changed something.
#include <sys/resource.h>

#include <cstdio>
#include <variant>

#include "tools/bench/load/echo.h"
#include "tools/bench/load/entrance.h"
#include "tools/bench/load/joins.h"
#include "tools/bench/load/options.h"
#include "tools/bench/load/report.h"
#include "tools/bench/load/server_usage.h"
#include "tools/bench/load/traffic.h"
#include "tools/bench/load/uploads.h"

namespace papo::load {
namespace {

constexpr std::int64_t settling = 500'000'000;  // nanoseconds in which what the joins brought about comes to rest

int fail(const std::string& why) {
    std::fprintf(stderr, "papo-load: %s\n", why.c_str());
    return 1;
}

void settle(Swarm& swarm, Receiver& receiver) {
    for (const auto until = now_ns() + settling; now_ns() < until;) swarm.turn(until, receiver);
}

int tell(const Swarm& swarm, const Options& options, const TrafficResult& result) {
    print(options, figures_of(options, result, swarm.lost()));
    if (swarm.lost() > 0) std::fprintf(stderr, "papo-load: a connection was lost: %s\n", swarm.why_lost().c_str());
    return result.faults.total() > 0 || swarm.lost() > 0 ? 3 : 0;
}

int talk(Swarm& swarm, const Options& options) {
    const auto entered = enter(swarm, options, options.clients, true);
    if (!entered) return fail(entered.error().message);
    Traffic traffic(swarm, options, entered->seqs);
    settle(swarm, traffic);
    if (options.rate > 0) traffic.run_open();
    if (options.outstanding > 0) traffic.run_closed();
    if (options.burst > 0) traffic.run_bursts();
    return tell(swarm, options, traffic.take_result());
}

int echo(Swarm& swarm, const Options& options) {
    if (const auto entered = enter(swarm, options, options.clients, false); !entered) {
        return fail(entered.error().message);
    }
    return tell(swarm, options, Echo(swarm, options).run());
}

// The first few are not counted, because the server loads and allocates some things only once.
int idle(Swarm& swarm, const Options& options) {
    const auto before = options.idle / 50;
    const auto first = enter(swarm, options, before, options.idle_joined);
    if (!first) return fail(first.error().message);
    Traffic listening(swarm, options, std::vector<std::uint64_t>(options.idle));
    settle(swarm, listening);
    IdleResult result;
    result.connections = options.idle - before;
    result.resident_before = resident_bytes(options.pids);
    result.server_cpu_ns = -cpu_ns(options.pids);
    result.own_cpu_ns = -own_cpu_ns();
    const auto entered = enter(swarm, options, options.idle, options.idle_joined);
    if (!entered) return fail(entered.error().message);
    result.server_cpu_ns += cpu_ns(options.pids);
    result.own_cpu_ns += own_cpu_ns();
    result.seconds = entered->seconds;
    settle(swarm, listening);
    result.resident_after = resident_bytes(options.pids);
    print(options, figures_of(options, result));
    return 0;
}

int upload(const Options& options) {
    auto uploads = Uploads::create(options);
    if (!uploads) return fail(uploads.error().message);
    const auto result = uploads->run();
    if (!result) return fail(result.error().message);
    print(options, figures_of(options, *result));
    return 0;
}

int join(Swarm& swarm, const Options& options) {
    const auto result = Joins(swarm, options).run();
    if (!result) return fail(result.error().message);
    print(options, figures_of(*result));
    return result->answered == options.joins ? 0 : 3;
}

int run(const Options& options) {
    rlimit limit{};
    ::getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = limit.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &limit);
    if (options.upload_size > 0) return upload(options);
    auto swarm = Swarm::create(options.host, options.port, options.path);
    if (!swarm) return fail(swarm.error().message);
    if (options.echo) return echo(*swarm, options);
    if (options.joins > 0) return join(*swarm, options);
    return options.idle > 0 ? idle(*swarm, options) : talk(*swarm, options);
}

}  // namespace
}  // namespace papo::load

int main(int argc, char** argv) {
    const auto options = papo::load::read_options(argc, argv);
    if (const auto* exit = std::get_if<papo::load::EarlyExit>(&options)) {
        std::fputs(exit->text.c_str(), exit->code == 0 ? stdout : stderr);
        return exit->code;
    }
    return papo::load::run(std::get<papo::load::Options>(options));
}
