// What a simulated server keeps its logs in: the storage of unit tests, or the real one on a disk that fails now and
// then. A run on the real one has a second thread, the storage's worker; so that one seed stays one run, the loop
// waits until all that was asked is answered. When it takes the answers is the dice's choice.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "papo/chat/storage.h"
#include "tests/sim/dice.h"
#include "tests/sim/model.h"

namespace papo::sim {

class Backend {
public:
    virtual ~Backend() = default;

    virtual chat::Storage& storage() = 0;
    // Until what was asked so far, `asked` questions in all of this life, can be taken.
    virtual void wait(std::uint64_t asked) = 0;
    // Whether answers must be taken at once, and not when the dice say so.
    virtual bool is_prompt() const { return false; }
    virtual std::vector<chat::StorageAnswer> take_answers() = 0;
    virtual bool is_congested() const { return false; }
    // Behind the last commit of a turn; false when the disk has lost what was written, and nothing of this turn may be
    // told to anyone. `answer_held`: what was asked cannot be answered yet.
    virtual bool end_turn(bool answer_held) = 0;
    // A new upload; false when it could not be stored.
    virtual bool add_file(const std::string& filename, Now now) = 0;
    virtual void set_faulty(bool faulty) = 0;
    // Whether every fact that the storage was told is in the journal.
    virtual bool has_written() const { return true; }
    // Proposals may be answered now, whenever a commit does not do so. `in_peace`: they are.
    virtual void answer_proposals(bool in_peace) { (void)in_peace; }

    // Whether the storage can end and begin anew.
    virtual bool has_lives() const { return false; }
    // Ends it in order, or as kill -9 would; then begins it again. Gives those who were there.
    virtual std::vector<chat::Seat> restart(bool in_order) {
        (void)in_order;
        return {};
    }
    // Everything is stored and nobody is there: throws when something of the rooms is in memory still.
    virtual void require_empty(const Model&) {}
};

std::unique_ptr<Backend> memory_backend(Dice& dice);
std::unique_ptr<Backend> disk_backend(Dice& dice, const chat::HubLimits& limits);

}  // namespace papo::sim
