#include "tools/bench/load/echo.h"

#include <utility>

#include "tools/bench/load/server_usage.h"
#include "tools/client/masked_frame.h"

namespace papo::load {
namespace {

using client::masked_frame;

constexpr std::int64_t patience = 5'000'000'000;  // nanoseconds without an echo
constexpr std::int64_t a_while = 20'000'000;      // nanoseconds to look again

std::int64_t in(double seconds) {
    return now_ns() + static_cast<std::int64_t>(seconds * 1e9);
}

}  // namespace

EchoLedger::EchoLedger(std::size_t clients, std::size_t size) : clients_(clients) {
    for (std::size_t i = 0; i < clients; ++i) clients_[i].text = message_text(i, size);
}

std::optional<std::int64_t> EchoLedger::received(std::size_t client, std::string_view payload) {
    auto& own = clients_[client];
    ++received_;
    if (own.under_way.empty()) {
        ++faults_.duplicate;
        return std::nullopt;
    }
    const auto sent = own.under_way.front();
    own.under_way.pop_front();
    if (payload == own.text) return sent;
    ++faults_.altered;
    return std::nullopt;
}

std::uint64_t EchoLedger::under_way() const {
    std::uint64_t count = 0;
    for (const auto& client : clients_) count += client.under_way.size();
    return count;
}

Faults EchoLedger::faults() const {
    auto faults = faults_;
    faults.lost = under_way();
    return faults;
}

Echo::Echo(Swarm& swarm, const Options& options)
    : swarm_(swarm), options_(options), ledger_(options.clients, options.size) {
    for (std::size_t i = 0; i < options.clients; ++i)
        frames_.push_back(masked_frame(proto::Opcode::text, ledger_.text(i)));
}

void Echo::say(std::size_t client, std::size_t times, std::int64_t now) {
    std::string all;
    for (std::size_t i = 0; i < times; ++i) {
        all += frames_[client];
        ledger_.sent(client, now);
    }
    if (times > 0) swarm_.send(client, all);
}

std::size_t Echo::on_bytes(std::size_t client, std::string_view bytes, std::int64_t now) {
    FrameWalker walker(bytes);
    std::size_t came = 0;
    for (Frame frame; walker.next(frame);) {
        if (swarm_.answer(client, frame)) continue;
        const auto sent = ledger_.received(client, frame.payload);
        if (sent && measuring_) result_.latency.record(now - *sent);
        ++came;
    }
    if (walker.broken()) swarm_.lose(client, "not the frames of a server");
    if (!ending_) say(client, came, now);
    return walker.consumed();
}

void Echo::turn_until(std::int64_t time) {
    while (now_ns() < time) swarm_.turn(options_.spin ? 0 : time, *this);
}

void Echo::measure() {
    const auto begin = now_ns();
    const auto before = ledger_.received();
    measuring_ = true;
    result_.server_cpu_ns = -cpu_ns(options_.pids);
    result_.own_cpu_ns = -own_cpu_ns();
    turn_until(in(options_.seconds));
    result_.server_cpu_ns += cpu_ns(options_.pids);
    result_.own_cpu_ns += own_cpu_ns();
    measuring_ = false;
    result_.seconds = static_cast<double>(now_ns() - begin) / 1e9;
    result_.messages = result_.deliveries = ledger_.received() - before;
}

void Echo::wait_for_all() {
    ending_ = true;
    auto last = now_ns();
    while (ledger_.under_way() > 0 && now_ns() - last < patience) {
        const auto before = ledger_.received();
        swarm_.turn(now_ns() + a_while, *this);
        if (ledger_.received() > before) last = now_ns();
    }
}

TrafficResult Echo::run() {
    for (std::size_t client = 0; client < options_.clients; ++client) say(client, options_.outstanding, now_ns());
    turn_until(in(options_.warmup));
    measure();
    wait_for_all();
    result_.faults = ledger_.faults();
    return std::move(result_);
}

}  // namespace papo::load
