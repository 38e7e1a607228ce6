#include "tools/bench/load/traffic.h"

#include <algorithm>
#include <cstdio>
#include <utility>

#include "tools/bench/load/entrance.h"
#include "tools/bench/load/server_usage.h"
#include "tools/bench/load/verify.h"
#include "tools/client/masked_frame.h"

namespace papo::load {
namespace {

using client::masked_frame;

constexpr std::int64_t second = 1'000'000'000;
constexpr std::int64_t patience = 5 * second;
constexpr std::int64_t calm = second / 20;     // between two bursts
constexpr std::int64_t a_while = second / 50;  // to look again
constexpr std::size_t warmup_bursts = 2;

std::int64_t to_ns(double seconds) {
    return static_cast<std::int64_t>(seconds * 1e9);
}

}  // namespace

Traffic::Traffic(Swarm& swarm, const Options& options, const std::vector<std::uint64_t>& seqs)
    : swarm_(swarm),
      options_(options),
      scanner_(options.dialect),
      known_(options.rooms),
      ledger_(seqs.size(), options.rooms) {
    if (options.dialect.joined_marker.empty()) return;
    for (std::size_t i = 0; i < seqs.size(); ++i) ledger_.joined(i, seqs[i]);
}

std::size_t Traffic::on_bytes(std::size_t client, std::string_view bytes, std::int64_t now) {
    FrameWalker walker(bytes);
    acknowledged_ = 0;
    for (Frame frame; walker.next(frame);) {
        if (frame.opcode == proto::Opcode::text) {
            hear(client, frame.payload, now);
        } else {
            swarm_.answer(client, frame);
        }
    }
    if (walker.broken()) swarm_.lose(client, "not the frames of a server");
    if (closed_loop_ && acknowledged_ > 0 && now < window_end_) {
        std::string frames;
        for (; acknowledged_ > 0; --acknowledged_) frames += next_message(client, now);
        swarm_.send(client, frames);
    }
    return walker.consumed();
}

// Runs once for each delivery. At millions a second this is the generator's whole cost, apart from the kernel's.
void Traffic::hear(std::size_t client, std::string_view payload, std::int64_t now) {
    const auto sighting = look_at(client, payload);
    if (!sighting) return;
    const auto* message = ledger_.received(client, *sighting);
    if (message == nullptr) return;
    if (message->due >= window_begin_ && message->due < window_end_) result_.latency.record(now - message->due);
    if (message->sender == client) ++acknowledged_;
}

std::optional<Sighting> Traffic::look_at(std::size_t client, std::string_view payload) {
    const auto room = ledger_.room_of(client);
    if (const auto* known = known_.find(room, ledger_.next_number(client), payload)) return *known;
    const auto sighting = scanner_.scan(payload);
    if (!sighting) {
        if (is_refusal(options_.dialect, payload)) swarm_.lose(client, "refused: " + std::string(payload));
        return sighting;
    }
    if (sighting->seq != 0) known_.keep(room, *sighting, payload);
    if (to_sample_-- == 0) verify(client, payload, sighting->id);
    return sighting;
}

void Traffic::verify(std::size_t client, std::string_view payload, std::uint64_t id) {
    to_sample_ = options_.sample - 1;
    const bool parsed = options_.dialect.message == papo_dialect().message;
    const auto text = message_text(id, options_.size);
    if (!(parsed ? is_whole(payload, room_name(ledger_.room_of(client)), id_text(id), text)
                 : payload.find(text) != std::string_view::npos)) {
        ledger_.altered();
    }
}

std::string Traffic::next_message(std::size_t sender, std::int64_t due) {
    const auto id = ledger_.next_id();
    ledger_.sent(sender, due);
    return masked_frame(proto::Opcode::text,
                        fill(options_.dialect.message, {room_name(ledger_.room_of(sender)), client_name(sender),
                                                        id_text(id), message_text(id, options_.size)}));
}

void Traffic::begin_window() {
    if (options_.announce) {
        std::puts("measuring");
        std::fflush(stdout);
    }
    window_begin_ = now_ns();
    messages_before_ = ledger_.next_id();
    delivered_before_ = ledger_.delivered();
    result_.server_cpu_ns = -cpu_ns(options_.pids);
    result_.own_cpu_ns = -own_cpu_ns();
}

void Traffic::end_window() {
    window_end_ = now_ns();
    result_.server_cpu_ns += cpu_ns(options_.pids);
    result_.own_cpu_ns += own_cpu_ns();
    result_.seconds = static_cast<double>(window_end_ - window_begin_) / 1e9;
    result_.messages = ledger_.next_id() - messages_before_;
    result_.deliveries = ledger_.delivered() - delivered_before_;
}

void Traffic::turn_until(std::int64_t time) {
    while (now_ns() < time) swarm_.turn(options_.spin ? 0 : time, *this);
}

void Traffic::wait_for_all() {
    auto last = now_ns();
    while (ledger_.delivered() < ledger_.expected() && now_ns() - last < patience) {
        const auto before = ledger_.delivered();
        swarm_.turn(options_.spin ? 0 : now_ns() + a_while, *this);
        if (ledger_.delivered() > before) last = now_ns();
    }
}

void Traffic::run_open() {
    const auto start = now_ns();
    const auto measured_from = start + to_ns(options_.warmup);
    const auto end = measured_from + to_ns(options_.seconds);
    const auto step = 1e9 / options_.rate;
    for (std::uint64_t i = 0;; ++i) {
        const auto due = start + static_cast<std::int64_t>(static_cast<double>(i) * step);
        if (window_begin_ == INT64_MAX && due >= measured_from) begin_window();
        if (due >= end) break;
        turn_until(due);
        if (due >= window_begin_) result_.lateness.record(now_ns() - due);
        const auto sender = i % options_.senders;
        swarm_.send(sender, next_message(sender, due));
    }
    turn_until(end);
    end_window();
    wait_for_all();
}

void Traffic::run_closed() {
    closed_loop_ = true;
    for (std::size_t sender = 0; sender < options_.senders; ++sender) {
        std::string frames;
        for (std::size_t i = 0; i < options_.outstanding; ++i) frames += next_message(sender, now_ns());
        swarm_.send(sender, frames);
    }
    turn_until(now_ns() + to_ns(options_.warmup));
    begin_window();
    turn_until(window_begin_ + to_ns(options_.seconds));
    end_window();
    wait_for_all();
}

void Traffic::run_bursts() {
    for (std::size_t round = 0; round < options_.burst + warmup_bursts; ++round) {
        if (round == warmup_bursts) begin_window();
        const auto instant = now_ns() + calm;
        std::vector<std::string> frames;
        for (std::size_t sender = 0; sender < options_.senders; ++sender)
            frames.push_back(next_message(sender, instant));
        turn_until(instant);
        for (std::size_t sender = 0; sender < options_.senders; ++sender) swarm_.send(sender, frames[sender]);
        wait_for_all();
    }
    end_window();
}

TrafficResult Traffic::take_result() {
    result_.faults = ledger_.faults();
    return std::move(result_);
}

}  // namespace papo::load
