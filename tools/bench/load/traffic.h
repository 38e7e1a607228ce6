// The chat that is measured: sends messages in one of three ways and accounts for every delivery.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "tools/bench/load/histogram.h"
#include "tools/bench/load/known_messages.h"
#include "tools/bench/load/ledger.h"
#include "tools/bench/load/options.h"
#include "tools/bench/load/swarm.h"

namespace papo::load {

struct TrafficResult {
    double seconds = 0;  // of the window in which deliveries and CPU time are counted
    std::uint64_t messages = 0;
    std::uint64_t deliveries = 0;
    Histogram latency;   // of the deliveries of messages due in the window
    Histogram lateness;  // of the generator: how long after it was due a message was sent
    std::int64_t server_cpu_ns = 0;
    std::int64_t own_cpu_ns = 0;
    Faults faults;
};

class Traffic : public Receiver {
public:
    // `seqs`: each client's newest number, as it was told when it joined.
    Traffic(Swarm& swarm, const Options& options, const std::vector<std::uint64_t>& seqs);

    // Open loop: messages at fixed times, whether earlier ones have arrived or not.
    void run_open();
    // Closed loop: each sender sends as soon as one of its own messages has come back.
    void run_closed();
    // All senders send at one instant; the next round begins when everything has arrived.
    void run_bursts();

    TrafficResult take_result();

    void on_open(std::size_t) override {}
    std::size_t on_bytes(std::size_t client, std::string_view bytes, std::int64_t now) override;

private:
    void hear(std::size_t client, std::string_view payload, std::int64_t now);
    std::optional<Sighting> look_at(std::size_t client, std::string_view payload);
    void verify(std::size_t client, std::string_view payload, std::uint64_t id);
    std::string next_message(std::size_t sender, std::int64_t due);
    void begin_window();
    void end_window();
    // Turns until every message has arrived everywhere; gives up when nothing comes for 5 s.
    void wait_for_all();
    void turn_until(std::int64_t time);

    Swarm& swarm_;
    const Options& options_;
    MessageScanner scanner_;
    KnownMessages known_;
    Ledger ledger_;
    TrafficResult result_;
    std::int64_t window_begin_ = INT64_MAX;
    std::int64_t window_end_ = INT64_MAX;
    std::uint64_t messages_before_ = 0;
    std::uint64_t delivered_before_ = 0;
    std::uint64_t to_sample_ = 0;
    bool closed_loop_ = false;
    std::uint64_t acknowledged_ = 0;  // of the client that is being read
};

}  // namespace papo::load
