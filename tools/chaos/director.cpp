#include "director.h"

#include <algorithm>
#include <chrono>
#include <csignal>
#include <thread>

namespace papo::chaos {
namespace {

constexpr Millis start_patience{20'000};
constexpr Millis stop_patience{1'500};  // of the 5 s it may take: what comes after must fit into people's 10 s
constexpr Millis flood_patience{5'000};

}  // namespace

Director::Director(World& world, Server& server) : world_(world), server_(server), dice_(world.options.seed, 0) {}

bool Director::start() {
    server_.spawn();
    return is_ready();
}

bool Director::is_ready() {
    if (server_.becomes_ready(start_patience)) return true;
    const auto status = server_.wait(Millis(1'000));
    world_.findings.broken(Check::started, "the server did not start: " +
                                               (status ? words_of_end(*status) : std::string("it says nothing")) +
                                               "; its last words: " + server_.last_words());
    return false;
}

bool Director::make_mischief() {
    const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(world_.options.seconds);
    while (ends_.kills < world_.options.kills) {
        wait_for_a_moment();
        if (!end()) return false;
    }
    std::this_thread::sleep_until(until);
    return is_alive();
}

// Sometimes the next kill comes right after a start, while everybody is coming back. Most floods may finish first,
// because a flood takes longer than the server usually lives.
void Director::wait_for_a_moment() {
    const auto& options = world_.options;
    if (dice_.chance(0.8)) {
        const auto until = std::chrono::steady_clock::now() + flood_patience;
        while (world_.floods.is_running() && std::chrono::steady_clock::now() < until) {
            std::this_thread::sleep_for(Millis(10));
        }
    }
    std::this_thread::sleep_for(dice_.chance(0.15) ? dice_.millis(0, 40)
                                                   : dice_.millis(options.between_min, options.between_max));
}

bool Director::end() {
    if (!is_alive()) return false;
    if (dice_.chance(0.15)) {
        terminate();
    } else {
        end_with(SIGKILL);
    }
    if (dice_.chance(0.2)) std::this_thread::sleep_for(dice_.millis(0, 400));
    server_.spawn();
    while (ends_.kills < world_.options.kills && dice_.chance(0.2)) kill_while_starting();
    return is_ready();
}

bool Director::is_alive() {
    const auto status = server_.wait(Millis(0));
    if (!status) return true;
    world_.findings.broken(Check::started, "the server ended by itself, " + words_of_end(*status) +
                                               "; its last words: " + server_.last_words());
    return false;
}

bool Director::end_with(int signal) {
    ++world_.signals;
    server_.send(signal);
    const bool kill = signal == SIGKILL;
    const auto status = server_.wait(kill ? start_patience : stop_patience);
    ++world_.signals;
    ++(kill ? ends_.kills : ends_.terminations);
    if (!kill && status && *status != 0) {
        world_.findings.broken(Check::started, "after SIGTERM: " + words_of_end(*status));
    }
    return status.has_value();
}

void Director::terminate() {
    if (end_with(SIGTERM)) return;
    ++ends_.during_stop;
    end_with(SIGKILL);
}

void Director::kill_while_starting() {
    const auto& times = server_.start_times();
    const auto longest = static_cast<std::uint64_t>(times.empty() ? 20 : times.back().count() + 2);
    std::this_thread::sleep_for(std::chrono::microseconds(dice_.between(0, 1000 * longest)));
    if (!server_.becomes_ready(Millis(0))) ++ends_.during_start;
    end_with(SIGKILL);
    server_.spawn();
}

bool Director::kill_and_start() {
    if (!is_alive()) return false;
    end_with(SIGKILL);
    return start();
}

}  // namespace papo::chaos
