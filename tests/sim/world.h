// One run of a simulated world: clients, a server and a disk, all driven by one seed. At the end, faults stop, clients
// read and compare everything, all leave, and the server must be empty.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "tests/sim/backend.h"
#include "tests/sim/client.h"
#include "tests/sim/server.h"

namespace papo::sim {

enum class Keeps : std::uint8_t { memory, disk };

class World {
public:
    World(std::uint64_t seed, Keeps keeps);

    // Throws Broken.
    void run();

private:
    void step();
    void pass(std::int64_t ms);
    void turn_in_peace();
    void settle();
    // A newcomer reads every room's log to its beginning.
    void audit();
    void everybody_goes();

    Dice dice_;
    chat::HubLimits limits_;
    Model model_;
    std::unique_ptr<Backend> backend_;
    Server server_;
    Stage stage_;
    std::vector<Persona> personas_;
    std::vector<std::unique_ptr<Client>> clients_;
    Now now_{1'000'000, 1'700'000'000'000};
    std::size_t steps_;
};

}  // namespace papo::sim
