// Measures newcomers: at fixed times, whether earlier ones are in or not, one connects, joins a room, and leaves as
// soon as it is answered.
#pragma once

#include <cstdint>
#include <vector>

#include "tools/bench/load/histogram.h"
#include "tools/bench/load/options.h"
#include "tools/bench/load/swarm.h"

namespace papo::load {

struct JoinResult {
    std::uint64_t answered = 0;
    Histogram answer;    // from sending the join to its answer
    Histogram entrance;  // from when the newcomer was due to connect to the same
};

class Joins : public Receiver {
public:
    Joins(Swarm& swarm, const Options& options) : swarm_(swarm), options_(options) {}
    // `options.joins` of them in `options.seconds`, then waits up to 5 s for the last.
    Result<JoinResult> run();

    void on_open(std::size_t client) override;
    std::size_t on_bytes(std::size_t client, std::string_view bytes, std::int64_t now) override;

private:
    struct Newcomer {
        std::int64_t due = 0;
        std::int64_t asked = 0;
    };

    Swarm& swarm_;
    const Options& options_;
    std::vector<Newcomer> newcomers_;
    JoinResult result_;
};

}  // namespace papo::load
