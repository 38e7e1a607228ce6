// The storage worker: the only thread that uses the database. The loop gives it records to fold and questions to
// answer, and runs the results; the threads share a mutex, bounded queues, and a call that wakes the loop.
//
// Folding lags behind on purpose: the journal is the truth, many records fold cheaper together, and the loop comes
// first on the processor. A question states how far the worker must fold the journal before it answers.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <unordered_map>
#include <vector>

#include "papo/base/result.h"
#include "papo/store/database.h"
#include "papo/store/disk.h"
#include "papo/store/journal.h"

namespace papo::store {

// Counts since the process began. Any thread may read them.
struct WorkerFigures {
    std::atomic<std::uint64_t> folds{0};        // transactions
    std::atomic<std::uint64_t> fold_us{0};      // spent in them
    std::atomic<std::uint64_t> checkpoints{0};  //
    std::atomic<std::uint64_t> checkpoint_us{0};
    std::atomic<std::uint64_t> unknown_facts{0};  // in the journal that the last run left
};

class Worker {
public:
    // Runs on the loop's thread, in the order of completion.
    using Done = std::function<void()>;
    // Runs on the worker's thread; gets an error instead of the database if the records it waits for cannot be folded.
    using Question = std::function<Done(Result<Database*> database)>;

    struct Options {
        std::string journal_folder;       // empty: there is no journal
        std::uint64_t first_segment = 1;  // the oldest on the disk
        Retention retention;
        Disk* disk = &real_disk();
        std::function<void()> wake_loop;                  // on the worker's thread, when run_done() has work
        std::function<void(std::string message)> warn;    // on the loop's thread
        std::function<void(Position end)> folded;         // on the loop's thread
        std::function<void(const Shortened&)> shortened;  // on the loop's thread
    };

    Worker(std::unique_ptr<Database> database, Options options);
    // Calls stop().
    ~Worker();
    Worker(const Worker&) = delete;
    Worker& operator=(const Worker&) = delete;

    // What stop() returns.
    struct Rest {
        std::unique_ptr<Database> database;
        Position folded;
        std::uint64_t oldest_segment = 0;
    };
    // Folds all records and ends the thread. Call no other function after it.
    Rest stop();

    // Takes effect with the next clean-up.
    void set_retention(const Retention& retention);
    // `file`: the journal's, which the worker syncs within a second or so, so that a power cut loses no more; or
    // nullptr.
    void fold(Record record, std::shared_ptr<AppendFile> file);
    // `after`: how far the worker folds before it answers; `indexed`: whether it also brings the full-text index up to
    // date first.
    void ask(Position after, bool indexed, Question question);
    // Syncs the file, then runs `done` on the loop's thread.
    void sync(std::shared_ptr<AppendFile> file, std::function<void(Result<void>)> done);
    // Runs the results. For the loop's thread.
    void run_done();
    // Bytes of unfolded records.
    std::size_t backlog() const { return backlog_; }
    const WorkerFigures& figures() const { return figures_; }

private:
    using Clock = std::chrono::steady_clock;
    struct Asked {
        Position after;
        bool indexed = false;
        Question question;
    };
    struct Sync {
        std::shared_ptr<AppendFile> file;
        std::function<void(Result<void>)> done;
    };

    void run();
    bool do_one(std::unique_lock<std::mutex>& lock);
    bool sync_one(std::unique_lock<std::mutex>& lock);
    bool answer_one(std::unique_lock<std::mutex>& lock);
    bool index_step(std::unique_lock<std::mutex>& lock);
    bool must_fold() const;
    void fold_some(std::unique_lock<std::mutex>& lock);
    void refuse_waiting(std::unique_lock<std::mutex>& lock, const Error& error);
    bool chore(std::unique_lock<std::mutex>& lock);
    bool shorten_owed(std::unique_lock<std::mutex>& lock);
    void clean_up(const Retention& retention);
    void set_age();
    bool shorten(const Retention& retention);
    Result<void> sync_file(const std::shared_ptr<AppendFile>& file);
    void checkpoint();
    void report(const Result<void>& result, const char* what);
    void finish(Done done);
    Clock::time_point next_look() const;

    std::unique_ptr<Database> database_;
    Options options_;
    WorkerFigures figures_;

    // Both threads use these, under the mutex.
    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<Record> records_;
    Clock::time_point oldest_record_;
    std::deque<Asked> asked_;
    std::deque<Sync> syncs_;
    std::shared_ptr<AppendFile> unsynced_;
    std::vector<Done> done_;
    Clock::time_point next_clean_up_;
    Retention retention_;
    bool stopping_ = false;
    std::atomic<std::size_t> backlog_{0};

    // Only the worker's thread uses these.
    Position folded_;
    bool indexed_ = false;  // all folded entries are in the index
    std::uint64_t unindexed_ = 0;
    std::uint64_t owed_ = 0;  // entries to remove before the next fold, if retention has that many to remove
    std::optional<AgeClock> clock_;
    std::shared_ptr<AppendFile> named_;  // the last file whose name is synced
    std::uint64_t oldest_segment_;
    std::string trouble_;                                // why the last fold failed; empty if it succeeded
    std::unordered_map<std::string, std::string> told_;  // the last warning of each kind of work, until it succeeds
    Clock::time_point retry_at_;
    Clock::time_point last_fold_;
    bool more_to_remove_ = false;

    std::thread thread_;
};

}  // namespace papo::store
