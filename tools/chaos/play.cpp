#include "play.h"

#include <algorithm>
#include <chrono>
#include <memory>
#include <thread>
#include <vector>

#include "log_reader.h"
#include "writer.h"

namespace papo::chaos {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::seconds patience_at_the_end{30};

// One to three rooms for each person: every room has somebody and most have many.
std::vector<std::string> some_rooms(const World& world, Dice& dice, std::size_t number) {
    const auto& all = world.rooms;
    const auto count = std::min<std::uint64_t>(dice.between(1, 3), all.size());
    std::vector<std::string> rooms;
    for (std::uint64_t i = 0; i < count; ++i) rooms.push_back(all[(number + i) % all.size()]);
    return rooms;
}

class Cast {
public:
    explicit Cast(World& world) {
        Dice dice(world.options.seed, 1);
        for (std::size_t i = 0; i < world.options.writers; ++i) {
            people_.push_back(std::make_unique<Writer>(world, "writer-" + std::to_string(i + 1),
                                                       some_rooms(world, dice, i), people_.size() + 2));
        }
        for (std::size_t i = 0; i < world.options.readers; ++i) {
            people_.push_back(std::make_unique<Person>(world, "reader-" + std::to_string(i + 1),
                                                       some_rooms(world, dice, i), people_.size() + 2));
        }
    }

    void enter() {
        for (auto& person : people_) threads_.emplace_back([&person] { person->run(); });
    }
    bool is_done() const {
        return std::all_of(people_.begin(), people_.end(), [](const auto& person) { return person->is_done(); });
    }
    void exit() {
        for (auto& thread : threads_) thread.join();
    }
    std::vector<std::string> missing_at_the_end() const {
        std::vector<std::string> list;
        for (const auto& person : people_) {
            for (const auto& what : person->missing_at_the_end()) list.push_back(what);
        }
        return list;
    }

private:
    std::vector<std::unique_ptr<Person>> people_;
    std::vector<std::thread> threads_;
};

void wait_until_done(const Cast& cast) {
    const auto until = Clock::now() + patience_at_the_end;
    while (!cast.is_done() && Clock::now() < until) std::this_thread::sleep_for(Millis(10));
}

// A new session reads every room.
Verdict prove_all(World& world, const std::string& reader) {
    Verdict verdict;
    for (const auto& room : world.rooms) {
        const auto log = read_log(world.port, room, reader);
        if (!log.problem.empty()) {
            world.findings.broken(Check::finished, room + ": the log cannot be read to its beginning: " + log.problem);
        }
        world.record.epoch(reader, room, log.epoch);
        verdict += prove(room, world.record.of(room), log.entries, world.findings);
    }
    return verdict;
}

}  // namespace

Outcome play(World& world, Server& server) {
    const auto begun = Clock::now();
    Outcome outcome;
    Director director(world, server);
    if (!director.start()) return outcome;
    Cast cast(world);
    cast.enter();
    bool alive = director.make_mischief();
    world.mischief = false;
    if (alive) wait_until_done(cast);
    world.stopped = true;
    cast.exit();
    for (const auto& what : cast.missing_at_the_end()) world.findings.broken(Check::finished, what);
    if (alive) outcome.verdict = prove_all(world, "fresh-reader");
    // After one more kill, whatever was only in memory is missing.
    alive = alive && (world.options.kills == 0 || director.kill_and_start());
    if (alive && world.options.kills > 0) outcome.verdict = prove_all(world, "last-reader");
    outcome.ends = director.ends();
    outcome.start_times = server.start_times();
    outcome.seconds = std::chrono::duration<double>(Clock::now() - begun).count();
    return outcome;
}

}  // namespace papo::chaos
