// Brings all clients in before anything is measured: connects a few at a time, says hello, joins the rooms and waits
// for the answers.
#pragma once

#include <vector>

#include "papo/base/result.h"
#include "tools/bench/load/options.h"
#include "tools/bench/load/swarm.h"

namespace papo::load {

std::string room_name(std::size_t room);
std::string client_name(std::size_t client);

struct Entered {
    std::vector<std::uint64_t> seqs;  // the newest number of its room that each client was told; 0: none
    double seconds = 0;               // from the first connect to the last answer
};

// Returns once there are `clients` clients, earlier ones included. Without `joins` they only connect.
Result<Entered> enter(Swarm& swarm, const Options& options, std::size_t clients, bool joins);

}  // namespace papo::load
