// Measures an echo: every client sends its message again as soon as one has come back.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tools/bench/load/options.h"
#include "tools/bench/load/swarm.h"
#include "tools/bench/load/traffic.h"

namespace papo::load {

// Which messages have not come back yet, by client. Each client has a text of its own.
class EchoLedger {
public:
    // `size`: bytes of a text.
    EchoLedger(std::size_t clients, std::size_t size);

    const std::string& text(std::size_t client) const { return clients_[client].text; }
    void sent(std::size_t client, std::int64_t now) { clients_[client].under_way.push_back(now); }
    // When the message was sent; nothing when another one was due.
    std::optional<std::int64_t> received(std::size_t client, std::string_view payload);

    std::uint64_t under_way() const;
    std::uint64_t received() const { return received_; }
    // Losses are counted as of now.
    Faults faults() const;

private:
    struct Client {
        std::string text;
        std::deque<std::int64_t> under_way;  // when each was sent
    };

    std::vector<Client> clients_;
    std::uint64_t received_ = 0;
    Faults faults_;
};

class Echo : public Receiver {
public:
    Echo(Swarm& swarm, const Options& options);

    // Warms up, measures, and waits for what is under way. A delivery is an echo.
    TrafficResult run();

    void on_open(std::size_t) override {}
    std::size_t on_bytes(std::size_t client, std::string_view bytes, std::int64_t now) override;

private:
    void say(std::size_t client, std::size_t times, std::int64_t now);
    void turn_until(std::int64_t time);
    void measure();
    void wait_for_all();

    Swarm& swarm_;
    const Options& options_;
    EchoLedger ledger_;
    std::vector<std::string> frames_;  // each client's message
    TrafficResult result_;
    bool measuring_ = false;
    bool ending_ = false;
};

}  // namespace papo::load
