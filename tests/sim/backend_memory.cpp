#include "tests/sim/backend.h"
#include "tests/support/memory_storage.h"

namespace papo::sim {
namespace {

class MemoryBackend final : public Backend {
public:
    explicit MemoryBackend(Dice& dice) : dice_(dice) {
        memory_.answers_later = dice.chance(50);
        memory_.slow = dice.chance(40);
    }

    chat::Storage& storage() override { return memory_; }
    void wait(std::uint64_t asked) override { asked_ = asked; }
    std::vector<chat::StorageAnswer> take_answers() override {
        auto answers = memory_.take_answers();
        answered_ += answers.size();
        return answers;
    }
    // Sometimes drops all but the newest entry of a room from memory, unless an answer is outstanding.
    bool end_turn(bool answer_held) override {
        if (answer_held || answered_ < asked_) return true;
        for (const auto& [room, held] : memory_.held) {
            if (dice_.chance(20)) memory_.find_room(room)->trim(0);
        }
        return true;
    }
    bool add_file(const std::string& filename, Now) override {
        auto file = std::make_shared<chat::FileInfo>();
        file->filename = filename;
        memory_.files[filename] = std::move(file);
        return true;
    }
    void answer_proposals(bool in_peace) override {
        if (memory_.slow && (in_peace || dice_.chance(40))) memory_.answer();
    }
    void set_faulty(bool faulty) override { memory_.broken = faulty ? "the disk fails" : ""; }

private:
    Dice& dice_;
    test::MemoryStorage memory_;
    std::uint64_t asked_ = 0;
    std::uint64_t answered_ = 0;
};

}  // namespace

std::unique_ptr<Backend> memory_backend(Dice& dice) {
    return std::make_unique<MemoryBackend>(dice);
}

}  // namespace papo::sim
