#include "papo/store/worker.h"

#include <unistd.h>

#include <algorithm>
#include <cassert>
#include <ctime>
#include <utility>

#include "papo/base/scheduling.h"

namespace papo::store {
namespace {

using namespace std::chrono_literals;

constexpr auto fold_after = 250ms;                   // fold when the oldest record has waited this long,
constexpr std::size_t fold_bytes = 512U * 1024U;     // or this many bytes wait
constexpr std::size_t bytes_a_fold = 256U * 1024U;   // of one transaction: about 10 ms
constexpr auto retry_after = 500ms;                  // after a failed fold, for example on a full disk
constexpr auto clean_up_after = 1s;                  // from a record to the next clean-up
constexpr auto clean_up_idle = 10s;                  // between clean-ups without records
constexpr auto quiet = 2s;                           // index after this long without a fold,
constexpr std::uint64_t unindexed_records = 20'000;  // or after folding this many records
constexpr std::uint64_t wal_pages = 2'000;           // 8 MiB; a checkpoint from this size on

std::int64_t read_ms(clockid_t clock) {
    timespec time{};
    ::clock_gettime(clock, &time);
    return std::int64_t{time.tv_sec} * 1000 + time.tv_nsec / 1'000'000;
}

template <typename Work>
std::uint64_t timed_us(Work work) {
    const auto from = std::chrono::steady_clock::now();
    work();
    return static_cast<std::uint64_t>(
        std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - from).count());
}

}  // namespace

Worker::Worker(std::unique_ptr<Database> database, Options options)
    : database_(std::move(database)), options_(std::move(options)), oldest_segment_(options_.first_segment) {
    const auto age = database_->age();
    clock_.emplace(age ? *age : AgeMark{}, read_ms(CLOCK_REALTIME), read_ms(CLOCK_BOOTTIME));
    set_age();
    retention_ = options_.retention;
    if (const auto folded = database_->folded()) folded_ = *folded;
    figures_.unknown_facts = database_->unknown_facts();
    thread_ = std::thread([this] { run(); });
}

Worker::~Worker() {
    stop();
}

Worker::Rest Worker::stop() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    changed_.notify_one();
    if (thread_.joinable()) thread_.join();
    return {std::move(database_), folded_, oldest_segment_};
}

// Wakes the worker only for the first waiting record, and once fold_bytes wait: it looks by itself before long.
void Worker::fold(Record record, std::shared_ptr<AppendFile> file) {
    bool wake = false;
    {
        const std::lock_guard lock(mutex_);
        assert(records_.empty() || records_.back().end < record.end);
        const auto before = backlog_.load();
        if (records_.empty()) oldest_record_ = Clock::now();
        backlog_ = before + record.bytes.size();
        wake = records_.empty() || (before < fold_bytes && backlog_ >= fold_bytes);
        records_.push_back(std::move(record));
        if (file) unsynced_ = std::move(file);
        next_clean_up_ = std::min(next_clean_up_, Clock::now() + clean_up_after);
    }
    if (wake) changed_.notify_one();
}

void Worker::set_retention(const Retention& retention) {
    const std::lock_guard lock(mutex_);
    retention_ = retention;
}

void Worker::ask(Position after, bool indexed, Question question) {
    {
        const std::lock_guard lock(mutex_);
        asked_.push_back({after, indexed, std::move(question)});
    }
    changed_.notify_one();
}

void Worker::sync(std::shared_ptr<AppendFile> file, std::function<void(Result<void>)> done) {
    {
        const std::lock_guard lock(mutex_);
        syncs_.push_back({std::move(file), std::move(done)});
    }
    changed_.notify_one();
}

void Worker::run_done() {
    std::vector<Done> done;
    {
        const std::lock_guard lock(mutex_);
        done.swap(done_);
    }
    for (const auto& each : done) each();
}

void Worker::finish(Done done) {
    {
        const std::lock_guard lock(mutex_);
        done_.push_back(std::move(done));
    }
    if (options_.wake_loop) options_.wake_loop();
}

void Worker::run() {
    go_behind();
    std::unique_lock lock(mutex_);
    while (true) {
        if (do_one(lock)) continue;
        if (stopping_) return;
        changed_.wait_until(lock, next_look());
    }
}

Worker::Clock::time_point Worker::next_look() const {
    auto at = next_clean_up_;
    if (!records_.empty()) at = std::min(at, std::max(oldest_record_ + fold_after, retry_at_));
    return at;
}

// Does first the work that somebody waits for. False if there is nothing to do now.
bool Worker::do_one(std::unique_lock<std::mutex>& lock) {
    if (sync_one(lock) || answer_one(lock) || shorten_owed(lock)) return true;
    if (must_fold()) {
        fold_some(lock);
        return true;
    }
    return !stopping_ && chore(lock);
}

// Also syncs the folders, because the names of the file, the journal's folder and the database may be new.
Result<void> Worker::sync_file(const std::shared_ptr<AppendFile>& file) {
    if (named_ != file) {
        for (const auto& folder : {options_.journal_folder, folder_of(options_.journal_folder)}) {
            if (auto done = options_.disk->sync_folder(folder); !done) return done;
        }
        named_ = file;
    }
    return file->sync();
}

bool Worker::sync_one(std::unique_lock<std::mutex>& lock) {
    if (syncs_.empty()) return false;
    // One sync serves all requests for the same file.
    auto served = std::exchange(syncs_, {});
    lock.unlock();
    Result<void> result;
    const AppendFile* last = nullptr;
    for (auto& each : served) {
        if (std::exchange(last, each.file.get()) != each.file.get()) result = sync_file(each.file);
        finish([done = std::move(each.done), result] { done(result); });
    }
    lock.lock();
    return true;
}

// Answers the first question that is ready. If the folded ones only wait for the index, indexes a step instead, so that
// other questions need not wait for the whole index.
bool Worker::answer_one(std::unique_lock<std::mutex>& lock) {
    const auto is_folded = [this](const Asked& asked) { return asked.after <= folded_; };
    const auto is_ready = [&](const Asked& asked) { return is_folded(asked) && (indexed_ || !asked.indexed); };
    const auto at = std::find_if(asked_.begin(), asked_.end(), is_ready);
    if (at == asked_.end()) return std::any_of(asked_.begin(), asked_.end(), is_folded) && index_step(lock);
    const auto asked = std::move(*at);
    asked_.erase(at);
    lock.unlock();
    finish(asked.question(database_.get()));
    lock.lock();
    return true;
}

// Indexes some entries. If that fails, a search uses the index as it is.
bool Worker::index_step(std::unique_lock<std::mutex>& lock) {
    lock.unlock();
    const auto more = database_->index_some();
    report(more ? Result<void>{} : more.error(), "indexing");
    indexed_ = !more || !*more;
    if (indexed_) unindexed_ = 0;
    lock.lock();
    return true;
}

bool Worker::must_fold() const {
    if (records_.empty()) return false;
    const auto now = Clock::now();
    if (now < retry_at_ && !stopping_) return false;
    if (stopping_) return trouble_.empty();
    return backlog_ >= fold_bytes || now >= oldest_record_ + fold_after || !asked_.empty();
}

void Worker::fold_some(std::unique_lock<std::mutex>& lock) {
    std::vector<Record> batch;
    std::size_t bytes = 0;
    while (!records_.empty() && bytes < bytes_a_fold) {
        bytes += records_.front().bytes.size();
        batch.push_back(std::move(records_.front()));
        records_.pop_front();
    }
    const bool removes = retention_.any();
    lock.unlock();
    Result<void> result;
    const auto entries = database_->entries_folded();
    const auto took = timed_us([&] { result = database_->fold(batch); });
    figures_.fold_us += took;
    ++figures_.folds;
    report(result, "storing");
    trouble_ = result ? std::string{} : result.error().message;
    last_fold_ = Clock::now();
    if (result) {
        folded_ = batch.back().end;
        indexed_ = false;
        unindexed_ += batch.size();
        if (removes) owed_ += 2 * (database_->entries_folded() - entries);
        if (database_->wal_pages() >= wal_pages) checkpoint();
        if (options_.folded) finish([this, end = folded_] { options_.folded(end); });
    }
    lock.lock();
    if (result) {
        backlog_ -= bytes;
        oldest_record_ = Clock::now();
        return;
    }
    for (auto at = batch.rbegin(); at != batch.rend(); ++at) records_.push_front(std::move(*at));
    retry_at_ = Clock::now() + retry_after;
    refuse_waiting(lock, result.error());
}

// Refuses the questions that wait for records that could not be folded.
void Worker::refuse_waiting(std::unique_lock<std::mutex>& lock, const Error& error) {
    std::vector<Asked> refused;
    std::erase_if(asked_, [&](Asked& asked) {
        if (asked.after <= folded_) return false;
        refused.push_back(std::move(asked));
        return true;
    });
    lock.unlock();
    for (const auto& asked : refused) finish(asked.question(error));
    lock.lock();
}

// Does one due piece of upkeep; false if none is due.
bool Worker::chore(std::unique_lock<std::mutex>& lock) {
    const auto now = Clock::now();
    if (!indexed_ && trouble_.empty() && (now - last_fold_ >= quiet || unindexed_ >= unindexed_records)) {
        return index_step(lock);
    }
    if (now < next_clean_up_) return false;
    next_clean_up_ = now + clean_up_idle;
    const auto unsynced = std::exchange(unsynced_, nullptr);
    const auto retention = retention_;
    lock.unlock();
    if (unsynced) report(sync_file(unsynced), "syncing");
    clean_up(retention);
    lock.lock();
    if (std::exchange(more_to_remove_, false)) next_clean_up_ = Clock::now();
    return true;
}

void Worker::clean_up(const Retention& retention) {
    report(database_->shrink(), "shrinking");
    if (oldest_segment_ < folded_.segment || database_->wal_pages() >= wal_pages) checkpoint();
    set_age();
    const auto looked = database_->forget_absent();
    report(looked ? Result<void>{} : looked.error(), "forgetting old ids");
    if (retention.any()) more_to_remove_ = shorten(retention);
}

void Worker::set_age() {
    const auto age = clock_->read(read_ms(CLOCK_REALTIME), read_ms(CLOCK_BOOTTIME));
    report(database_->set_age(age), "keeping the time");
}

// Removes two old entries for each folded one before the next fold, so that retention cannot fall behind.
bool Worker::shorten_owed(std::unique_lock<std::mutex>& lock) {
    if (owed_ == 0 || stopping_) return false;
    const auto retention = retention_;
    lock.unlock();
    owed_ = shorten(retention) ? owed_ - std::min(owed_, Database::shortened_a_step) : 0;
    lock.lock();
    return true;
}

// False if nothing is left to remove.
bool Worker::shorten(const Retention& retention) {
    auto shortened = database_->shorten(retention);
    report(shortened ? Result<void>{} : shortened.error(), "removing old messages");
    if (!shortened || shortened->empty()) return false;
    if (!options_.shortened) return true;
    finish([this, rooms = std::move(*shortened)] {
        for (const auto& room : rooms) options_.shortened(room);
    });
    return true;
}

// Removes only segments that a checkpoint has synced into the database: a power cut could undo the other folds.
void Worker::checkpoint() {
    Result<bool> whole = false;
    figures_.checkpoint_us += timed_us([&] { whole = database_->checkpoint(); });
    ++figures_.checkpoints;
    report(whole ? Result<void>{} : whole.error(), "checkpointing");
    if (!whole || !*whole || options_.journal_folder.empty()) return;
    for (; oldest_segment_ < folded_.segment; ++oldest_segment_) {
        // Already removed: nothing to do.
        (void)options_.disk->remove(segment_path(options_.journal_folder, oldest_segment_));
    }
}

// Warns once about an error that repeats. Only a fold sets trouble_.
void Worker::report(const Result<void>& result, const char* what) {
    auto& told = told_[what];
    if (result) {
        told.clear();
        return;
    }
    const auto message = std::string(what) + ": " + result.error().message;
    if (std::exchange(told, message) == message || !options_.warn) return;
    finish([this, message] { options_.warn(message); });
}

}  // namespace papo::store
