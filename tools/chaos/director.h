// Ends the server at random moments and starts it again.
#pragma once

#include <cstdint>

#include "server.h"
#include "world.h"

namespace papo::chaos {

struct Ends {
    std::uint64_t kills = 0;
    std::uint64_t during_start = 0;  // of the kills: before the server said that it is ready
    std::uint64_t during_stop = 0;   // of the kills: after SIGTERM, before it had ended
    std::uint64_t terminations = 0;  // by SIGTERM
};

class Director {
public:
    Director(World& world, Server& server);

    // False, and found to be broken, when the server does not start.
    bool start();
    // Kills as often as was asked for; false when the server did not start again.
    bool make_mischief();
    // One more end at a quiet moment, and a start.
    bool kill_and_start();
    const Ends& ends() const { return ends_; }

private:
    void wait_for_a_moment();
    bool end();
    bool end_with(int signal);
    void terminate();
    void kill_while_starting();
    bool is_alive();
    bool is_ready();

    World& world_;
    Server& server_;
    Dice dice_;
    Ends ends_;
};

}  // namespace papo::chaos
