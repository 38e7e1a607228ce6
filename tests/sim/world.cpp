#include "tests/sim/world.h"

#include <algorithm>

#include "tests/sim/broken.h"

namespace papo::sim {
namespace {

// Small limits, so that runs reach each of them often.
chat::HubLimits small(Dice& dice) {
    chat::HubLimits limits;
    limits.max_text = 600;
    limits.rate = dice.chance(70) ? 0 : 20;
    limits.rooms_per_connection = 3;
    limits.errors_per_minute = dice.chance(20) ? 5 : 1000;
    limits.backlog_entries = dice.between(1, 8);
    limits.resume_entries = dice.between(5, 40);
    limits.page_entries = dice.between(2, 20);
    limits.page_bytes = dice.between(300, 4000);
    limits.found_entries = dice.between(2, 20);
    limits.resume_bytes = limits.page_bytes + dice.below(8'000);
    return limits;
}

std::unique_ptr<Backend> make_backend(Keeps keeps, Dice& dice, const chat::HubLimits& limits) {
    return keeps == Keeps::memory ? memory_backend(dice) : disk_backend(dice, limits);
}

}  // namespace

World::World(std::uint64_t seed, Keeps keeps)
    : dice_(seed),
      limits_(small(dice_)),
      model_(limits_),
      backend_(make_backend(keeps, dice_, limits_)),
      server_(dice_, model_, *backend_, static_cast<std::size_t>(dice_.between(8'000, 60'000))),
      stage_{dice_, server_, model_, {"sala1", "sala2", "sala3", "sala4", "cofre"}, limits_.max_text, dice_.chance(20)},
      steps_(static_cast<std::size_t>(dice_.between(50, 400))) {
    stage_.rooms.resize(static_cast<std::size_t>(dice_.between(1, 5)));
    if (dice_.chance(30)) stage_.rooms.back() = "cofre";
    for (const auto* name : {"ana", "bia", "caio", "duda"}) personas_.push_back({name, {}});
    personas_.resize(static_cast<std::size_t>(dice_.between(1, 4)));
    const auto count = dice_.between(1, 7);
    for (std::uint64_t i = 0; i < count; ++i) {
        clients_.push_back(std::make_unique<Client>(stage_, dice_.pick(personas_), "c" + std::to_string(i) + "-"));
    }
}

void World::pass(std::int64_t ms) {
    now_.mono_ms += ms;
    now_.wall_ms += dice_.chance(1) ? -ms : ms;  // somebody may set the wall clock back
}

void World::step() {
    pass(static_cast<std::int64_t>(dice_.chance(90)   ? dice_.below(60)
                                   : dice_.chance(80) ? dice_.below(1'500)
                                                      : 10'000));
    if (dice_.chance(3)) backend_->set_faulty(true);
    if (dice_.chance(15)) backend_->set_faulty(false);
    if (backend_->has_lives() && dice_.below(400) == 0) server_.restart(true, now_);
    for (auto& client : clients_) {
        for (auto i = dice_.below(4); i > 0; --i) client->act(now_);
        client->send(false);
    }
    server_.turn(now_, false);
    for (auto& client : clients_) client->read(static_cast<std::size_t>(dice_.below(3'000)));
}

void World::turn_in_peace() {
    pass(20);
    for (auto& client : clients_) client->send(true);
    server_.turn(now_, true);
    for (auto& client : clients_) client->read(SIZE_MAX);
}

// Runs until clients have filled their gaps and repeated unacknowledged messages.
void World::settle() {
    backend_->set_faulty(false);
    std::size_t quiet = 0;
    for (int i = 0; quiet < 5; ++i) {
        require(i < 3'000, "clients do not finish");
        turn_in_peace();
        const bool is_quiet =
            !server_.is_busy() &&
            std::none_of(clients_.begin(), clients_.end(), [](const auto& client) { return client->has_to_send(); });
        quiet = is_quiet ? quiet + 1 : 0;
    }
    pass(1'000);
    turn_in_peace();
    for (const auto& client : clients_) client->require_up_to_date();
    model_.require_watchers_know();
}

void World::audit() {
    Persona persona{"auditora", {}};
    for (const auto& [name, room] : model_.rooms()) {
        if (room.entries.empty() || !room.lock.empty()) continue;
        clients_.push_back(std::make_unique<Client>(stage_, persona, "audit-"));
        auto& client = *clients_.back();
        const std::string room_name = name;
        client.connect(now_);
        client.join(room_name, 100);
        for (int i = 0; !client.is_inside(room_name); ++i) {
            require(i < 200, "an auditor cannot join");
            turn_in_peace();
        }
        for (auto known = client.known_down_to(room_name); known > 1; known = client.known_down_to(room_name)) {
            client.ask_page(room_name, known);
            for (int i = 0; client.known_down_to(room_name) == known; ++i) {
                require(i < 200, "a page of history does not come");
                turn_in_peace();
            }
        }
        client.hang_up();
        clients_.pop_back();
    }
}

void World::everybody_goes() {
    for (auto& client : clients_) {
        if (client->is_online()) client->hang_up();
    }
    turn_in_peace();
    pass(limits_.grace_ms);
    turn_in_peace();
    server_.require_empty();
}

void World::run() {
    for (std::size_t i = 0; i < steps_; ++i) step();
    settle();
    audit();
    everybody_goes();
    if (!backend_->has_lives()) return;
    for (const bool in_order : {true, false}) {
        server_.restart(in_order, now_);
        audit();
        everybody_goes();
    }
}

}  // namespace papo::sim
