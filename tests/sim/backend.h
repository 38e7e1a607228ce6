// The storage of a simulated server: the memory storage of unit tests, or the real one on a disk that sometimes fails.
// The real one has a second thread, the worker; so that one seed always gives the same run, the loop waits until the
// worker has answered everything. The dice decide when the loop takes the answers.
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
    // Waits until the answers to all questions are ready. `asked`: the number of questions in this life.
    virtual void wait(std::uint64_t asked) = 0;
    // Whether the loop must take answers at once instead of when the dice decide.
    virtual bool is_prompt() const { return false; }
    virtual std::vector<chat::StorageAnswer> take_answers() = 0;
    virtual bool is_congested() const { return false; }
    // Call after the last commit of a turn. False if the disk has lost writes, so that the server must send nothing of
    // this turn. `answer_held`: from Witness::is_answer_held().
    virtual bool end_turn(bool answer_held) = 0;
    // Stores a new upload; false if that fails.
    virtual bool add_file(const std::string& filename, Now now) = 0;
    virtual void set_faulty(bool faulty) = 0;
    // Whether all facts are in the journal.
    virtual bool has_written() const { return true; }
    // Lets a storage answer proposals that its commit does not answer; the dice decide, or `in_peace` forces it.
    virtual void answer_proposals(bool in_peace) { (void)in_peace; }

    // Whether the storage can end and begin anew.
    virtual bool has_lives() const { return false; }
    // Ends the storage in order, or like kill -9, then opens it again. Returns the people who were in rooms.
    virtual std::vector<chat::Seat> restart(bool in_order) {
        (void)in_order;
        return {};
    }
    // Call when all is stored and nobody is connected; throws if too many rooms stay in memory.
    virtual void require_empty(const Model&) {}
};

std::unique_ptr<Backend> memory_backend(Dice& dice);
std::unique_ptr<Backend> disk_backend(Dice& dice, const chat::HubLimits& limits);

}  // namespace papo::sim
