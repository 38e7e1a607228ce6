#include <atomic>
#include <chrono>
#include <condition_variable>
#include <filesystem>
#include <mutex>
#include <optional>
#include <thread>

#include "papo/store/journal.h"
#include "papo/store/log_storage.h"
#include "tests/sim/backend.h"
#include "tests/sim/broken.h"
#include "tests/support/faulty_disk.h"
#include "tests/support/temp_folder.h"

namespace papo::sim {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using test::DiskCall;
using test::Fault;

constexpr chat::Ticket upload_ticket = UINT64_MAX;

// Counts how often the worker has woken the loop; the backend waits for counts, not for time.
class Wakes {
public:
    void add() {
        {
            const std::lock_guard lock(mutex_);
            ++count_;
        }
        changed_.notify_one();
    }
    // Asks `done` with the count after each wake, until it returns true.
    template <typename Done>
    void wait_until(Done done) {
        std::unique_lock lock(mutex_);
        const auto deadline = std::chrono::steady_clock::now() + 20s;
        // The worker counts a fold shortly before it wakes the loop, so look every millisecond as well.
        while (!done(count_)) {
            changed_.wait_for(lock, 1ms);
            require(std::chrono::steady_clock::now() < deadline, "the storage's worker does not answer");
        }
    }

    void forget() {
        const std::lock_guard lock(mutex_);
        count_ = 0;
    }

private:
    std::mutex mutex_;
    std::condition_variable changed_;
    std::uint64_t count_ = 0;
};

// Tiny limits, so that the storage must read nearly everything from the disk.
store::StorageLimits tiny(Dice& dice, const chat::HubLimits& hub) {
    store::StorageLimits limits;
    limits.rooms.tail_bytes = dice.between(300, 4000);
    limits.rooms.tails_bytes = dice.between(300, 8000);
    limits.rooms.least_tail = dice.between(200, limits.rooms.tail_bytes);
    limits.rooms.idle_rooms = dice.below(3);
    limits.unfolded_bytes = dice.chance(30) ? 1000 : 32U << 20U;
    limits.loaded = {dice.between(1, hub.backlog_entries), hub.page_bytes};
    limits.resumed = {hub.resume_entries, hub.resume_bytes};
    limits.unused_files = 1;
    return limits;
}

class DiskBackend final : public Backend {
public:
    DiskBackend(Dice& dice, const chat::HubLimits& limits)
        : dice_(dice), limits_(tiny(dice, limits)), power_(dice.chance(15)) {
        disk_.set_plan([this](DiskCall call) { return fault_of(call); });
        folder_ = fresh_folder();
        open();
    }

    chat::Storage& storage() override { return *log_; }
    void wait(std::uint64_t asked) override;
    bool is_prompt() const override { return power_; }
    std::vector<chat::StorageAnswer> take_answers() override;
    bool is_congested() const override { return log_->is_congested(); }
    bool end_turn(bool answer_held) override;
    bool add_file(const std::string& filename, Now now) override;
    void set_faulty(bool faulty) override {
        faulty_ = faulty;
        syncs_fail_ = syncs_fail_ && faulty;
    }
    bool has_written() const override { return log_->has_written(); }
    bool has_lives() const override { return true; }
    std::vector<chat::Seat> restart(bool in_order) override;
    void require_empty(const Model& model) override;

private:
    Fault fault_of(DiskCall call);
    fs::path fresh_folder();
    void open();
    void fold();
    void take();
    void copy_as_killed(const fs::path& from, const fs::path& to);
    void tear(const fs::path& journal);

    Dice& dice_;
    store::StorageLimits limits_;
    bool power_;
    std::atomic<bool> faulty_ = false;
    std::atomic<bool> syncs_fail_ = false;
    std::uint64_t epochs_ = 0;
    std::uint64_t lives_ = 0;
    test::TempFolder home_;
    fs::path folder_;
    test::FaultyDisk disk_;
    Wakes wakes_;
    std::uint64_t asked_ = 0;                    // in this life
    std::uint64_t barriers_ = 0;                 // questions of fold(), in this life
    std::vector<chat::StorageAnswer> answers_;   // taken from the storage, for take_answers()
    std::optional<chat::StorageAnswer> upload_;  // the answer to add_file()
    std::uint64_t answered_ = 0;                 // with `power`
    bool folded_ = true;                         // fold() has its answer
    std::unique_ptr<store::LogStorage> log_;
};

// The dice decide only about calls of the loop's thread; the order of the worker's calls varies from run to run.
Fault DiskBackend::fault_of(DiskCall call) {
    if (call == DiskCall::sync && syncs_fail_) return Fault::nothing_done;
    if (!faulty_ || (call != DiskCall::write && call != DiskCall::truncate)) return Fault::none;
    const auto number = dice_.below(10);
    return number < 4 ? Fault::nothing_done : number < 8 ? Fault::half_done : Fault::none;
}

fs::path DiskBackend::fresh_folder() {
    auto folder = home_.path() / std::to_string(++lives_);
    fs::create_directory(folder);
    return folder;
}

void DiskBackend::open() {
    wakes_.forget();
    asked_ = barriers_ = answered_ = 0;
    answers_.clear();
    folded_ = true;
    store::StorageOptions options;
    options.path = (folder_ / "papo.db").string();
    options.power = power_;
    options.limits = limits_;
    options.disk = &disk_;
    options.make_epoch = [this] { return "epoch" + std::to_string(++epochs_); };
    options.wake_loop = [this] { wakes_.add(); };
    auto opened = store::LogStorage::open(std::move(options));
    require(bool(opened), "the storage does not open");
    log_ = std::move(*opened);
}

// Each answer and each fold wakes the loop once. With `power`, syncs wake it too, which the backend cannot count, so it
// takes every answer as it comes.
void DiskBackend::wait(std::uint64_t asked) {
    asked_ = asked;
    wakes_.wait_until([&](std::uint64_t count) {
        if (!power_) return count >= log_->figures().folds + asked_ + barriers_;
        take();
        return answered_ == asked_ && folded_ && (!log_->is_syncing() || log_->has_failed());
    });
}

void DiskBackend::take() {
    for (auto& answer : log_->take_answers()) {
        if (answer.ticket == upload_ticket) {
            upload_ = std::move(answer);
            continue;
        }
        answers_.push_back(std::move(answer));
        ++answered_;
    }
}

std::vector<chat::StorageAnswer> DiskBackend::take_answers() {
    if (!power_) take();
    return std::exchange(answers_, {});
}

bool DiskBackend::end_turn(bool answer_held) {
    if (power_) {
        if (faulty_ && dice_.chance(10)) syncs_fail_ = true;
        if (!answer_held) wait(asked_);
    }
    if (!answer_held && dice_.chance(30)) fold();
    log_->trim();
    return !log_->has_failed();
}

// Waits until all records are folded: the worker answers a question about the newest record only then.
void DiskBackend::fold() {
    ++barriers_;
    folded_ = false;
    log_->find_strangers({"stranger"}, [this](const std::string&) { folded_ = true; });
    wait(asked_);
}

bool DiskBackend::add_file(const std::string& filename, Now now) {
    auto file = std::make_shared<chat::FileInfo>();
    file->filename = filename;
    file->name = "picture.png";
    file->type = "image/png";
    upload_.reset();
    log_->add_file(std::move(file), 100, now.wall_ms, upload_ticket);
    log_->commit();
    take();
    if (!upload_) wait(asked_);
    return upload_ && !upload_->error;
}

std::vector<chat::Seat> DiskBackend::restart(bool in_order) {
    faulty_ = false;
    const auto old = folder_;
    if (!in_order) {
        folder_ = fresh_folder();
        copy_as_killed(old, folder_);
    }
    log_.reset();
    syncs_fail_ = false;
    if (!in_order) fs::remove_all(old);
    open();
    return log_->take_people();
}

// Copies the files that a kill at this moment would leave. Only the loop's thread writes the journal, and it is here.
// The worker may be folding, which only appends to SQLite's write-ahead log; a kill may leave any beginning of that
// log. A checkpoint would change both files during the copy. In such a small run the worker makes one only to remove
// segments of an earlier life, so wait until those are gone.
void DiskBackend::copy_as_killed(const fs::path& from, const fs::path& to) {
    const auto journal = from / "papo.db.journal";
    const auto segments = [&] { return test::count_files(journal); };
    for (int i = 0; segments() > 1; ++i) {
        require(i < 10'000, "the segments of an earlier life are not removed");
        std::this_thread::sleep_for(1ms);
    }
    fs::copy(journal, to / "papo.db.journal");
    for (const auto* name : {"papo.db", "papo.db-wal"}) {
        if (fs::exists(from / name)) fs::copy_file(from / name, to / name);
    }
    if (dice_.chance(50)) tear(to / "papo.db.journal");
}

// Appends a part of a record, as a kill within a turn's write leaves it, before the server sent anything of the turn.
void DiskBackend::tear(const fs::path& journal) {
    const auto numbers = store::list_segments(store::real_disk(), journal.string());
    require(numbers && numbers->size() == 1, "the journal is not there");
    const auto number = numbers->front();
    const auto segment = store::read_segment(store::real_disk(), journal.string(), number, {}, std::nullopt);
    if (!segment || segment->end != store::SegmentEnd::whole) return;  // a failed write has left a part already
    const auto path = store::segment_path(journal.string(), number);
    std::string record(
        "\x64\0\0\0\x9b\xff\xff\xff"
        "crc!",
        store::record_head);  // the head of a record of 100 bytes
    record.append(100, 'x');
    test::write_file(path, test::read_file(path) + record.substr(0, dice_.below(record.size())));
}

void DiskBackend::require_empty(const Model& model) {
    fold();
    if (power_) wait(asked_);
    (void)take_answers();
    log_->trim();
    std::size_t in_memory = 0;
    for (const auto& [name, room] : model.rooms()) in_memory += log_->find_room(name) != nullptr ? 1U : 0U;
    require(in_memory <= limits_.rooms.idle_rooms, "rooms with nobody in them stay in memory");
}

}  // namespace

std::unique_ptr<Backend> disk_backend(Dice& dice, const chat::HubLimits& limits) {
    return std::make_unique<DiskBackend>(dice, limits);
}

}  // namespace papo::sim
