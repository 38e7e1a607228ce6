// The storage worker: the one thread that uses the database. The loop hands it records to fold and questions to
// answer, and takes what is done; the two share a mutex, bounded queues, and a call that wakes the loop.
//
// Folding lags behind on purpose: the journal is the truth, many records fold cheaper together, and the loop should
// have the processor. A question can say how far the journal must be folded before it is answered.
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

// What the worker has done since the process began; read from any thread.
struct WorkerFigures {
    std::atomic<std::uint64_t> folds{0};        // transactions
    std::atomic<std::uint64_t> fold_us{0};      // spent in them
    std::atomic<std::uint64_t> checkpoints{0};  //
    std::atomic<std::uint64_t> checkpoint_us{0};
    std::atomic<std::uint64_t> unknown_facts{0};  // in the journal that the last run left
};

class Worker {
public:
    // Runs on the loop's thread, in take_done()'s order.
    using Done = std::function<void()>;
    // Runs on the worker's thread; gets an error instead of the database if what it waits for cannot be folded.
    using Question = std::function<Done(Result<Database*> database)>;

    struct Options {
        std::string journal_folder;       // empty: there is no journal
        std::uint64_t first_segment = 1;  // oldest that is there
        Retention retention;
        Disk* disk = &real_disk();
        std::function<void()> wake_loop;                  // from the worker's thread, when something is done
        std::function<void(std::string message)> warn;    // on the loop's thread
        std::function<void(Position end)> folded;         // on the loop's thread
        std::function<void(const Shortened&)> shortened;  // on the loop's thread
    };

    Worker(std::unique_ptr<Database> database, Options options);
    // As stop().
    ~Worker();
    Worker(const Worker&) = delete;
    Worker& operator=(const Worker&) = delete;

    // What is left of a worker.
    struct Rest {
        std::unique_ptr<Database> database;
        Position folded;
        std::uint64_t oldest_segment = 0;
    };
    // Folds what there is, and ends the thread. Nothing may be asked after it.
    Rest stop();

    // From the next clean-up on.
    void set_retention(const Retention& retention);
    // `file`: of the journal, to be synced in the next second or so, so that a power cut costs no more; or nullptr.
    void fold(Record record, std::shared_ptr<AppendFile> file);
    // `after`: how far must be folded; `indexed`: whether all of that must be in the full-text index too.
    void ask(Position after, bool indexed, Question question);
    // Syncs the file and then does `done`.
    void sync(std::shared_ptr<AppendFile> file, std::function<void(Result<void>)> done);
    // Runs what is done. For the loop's thread.
    void run_done();
    // Bytes of records that wait to be folded.
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

    // Shared; under the mutex.
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

    // The worker's own.
    Position folded_;
    bool indexed_ = false;  // everything folded is in the index, as far as is known
    std::uint64_t unindexed_ = 0;
    std::uint64_t owed_ = 0;  // entries that must be removed before more is folded, if there are that many to remove
    std::optional<AgeClock> clock_;
    std::shared_ptr<AppendFile> named_;  // a file whose name is synced too
    std::uint64_t oldest_segment_;
    std::string trouble_;                                // why the last fold failed, empty when it did not
    std::unordered_map<std::string, std::string> told_;  // the last warning of each work, while it lasts
    Clock::time_point retry_at_;
    Clock::time_point last_fold_;
    bool more_to_remove_ = false;

    std::thread thread_;
};

}  // namespace papo::store
