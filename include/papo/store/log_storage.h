// The chat's storage. It owns the rooms in memory, the journal that makes proposals durable, and the worker that folds
// the journal into the database and reads from there. It runs on the loop's thread and waits for the disk only in the
// journal's one write a turn.
#pragma once

#include <array>
#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "papo/base/histogram.h"
#include "papo/base/result.h"
#include "papo/chat/storage.h"
#include "papo/store/disk.h"
#include "papo/store/facts.h"
#include "papo/store/file_table.h"
#include "papo/store/folder_lock.h"
#include "papo/store/journal.h"
#include "papo/store/room_table.h"
#include "papo/store/worker.h"

namespace papo::store {

struct StorageLimits {
    RoomLimits rooms;
    std::size_t unfolded_bytes = 32U << 20U;  // of the journal; above that is_congested()
    std::size_t unsynced_turns = 64;          // with `power`, waiting for their sync; above that is_congested()
    std::size_t kept_facts = 4U << 20U;       // bytes that wait while the disk is full; above that no room is created
    Portion loaded{50, 256U << 10U};          // of a log, when its room is loaded
    Portion resumed{2000, 1U << 20U};         // of a log, at most, when a client resumes
    std::size_t known_files = 1024;           // uploads whose metadata stays in memory
    std::size_t unused_files = 64;            // found at a time
};

struct StorageOptions {
    std::string path;              // of the database, or ":memory:"
    bool power = false;            // accept proposals only after the journal is synced
    bool format_is_known = false;  // refuse_newer() was asked about this path already
    Retention retention;
    StorageLimits limits;
    Disk* disk = &real_disk();
    std::function<std::string()> make_epoch;        // gives a new text each time, at most 64 bytes
    std::function<void()> wake_loop;                // called by another thread: the loop must call take_answers()
    std::function<void(std::string message)> warn;  // tells the person who runs papo
};

class LogStorage final : public chat::Storage {
public:
    static constexpr std::string_view in_memory = ":memory:";

    // Opens the database, folds what the last run left in the journal, and begins a new segment.
    static Result<std::unique_ptr<LogStorage>> open(StorageOptions options);
    // Folds all records and removes the journal's segments, so that the database needs no other file.
    ~LogStorage() override;

    chat::Ready prepare(std::string_view room, const chat::SessionId& session, bool is_new,
                        chat::Ticket ticket) override;
    chat::RoomLog* find_room(std::string_view room) override { return rooms_.find(room); }
    Result<chat::RoomLog*> create_room(std::string_view room, std::string_view password_hash) override;
    void forget_room(chat::RoomLog& log) override;
    void hold_room(chat::RoomLog& log) override { rooms_.hold(static_cast<Resident&>(log)); }
    void release_room(chat::RoomLog& log) override { rooms_.release(static_cast<Resident&>(log)); }
    chat::Ready extend_tail(chat::RoomLog& log, std::uint64_t seq, chat::Ticket ticket) override;
    void person_came(chat::RoomLog& log, const chat::SessionId& session, std::string_view name) override;
    void person_went(chat::RoomLog& log, const chat::SessionId& session, std::string_view name) override;
    void answer_to(chat::Proposer* proposer) override { proposer_ = proposer; }
    void propose(chat::RoomLog& log, chat::Draft draft, chat::Ticket ticket) override;
    void commit() override;
    void read_page(chat::RoomLog& log, std::uint64_t before, std::size_t limit, std::size_t max_weight,
                   chat::Ticket ticket) override;
    void read_said(chat::RoomLog& log, const chat::SessionId& session, std::uint64_t seq, std::string_view id,
                   chat::Ticket ticket) override;
    void search(chat::RoomLog& log, std::string_view query, std::uint64_t before, std::size_t limit,
                std::size_t max_weight, chat::Ticket ticket) override;
    chat::Ready prepare_file(std::string_view filename, chat::Ticket ticket) override;
    std::shared_ptr<const chat::FileInfo> find_file(std::string_view filename) override {
        return files_.find(filename);
    }

    // ---- for whoever wires the server -----------------------------------------------------------
    // The secret that session tokens are made with.
    const std::array<std::uint8_t, 32>& token_key() const { return token_key_; }
    // The people who were in rooms when the last run ended. Their rooms are in memory until the end of the turn.
    std::vector<chat::Seat> take_people() { return std::exchange(people_, {}); }
    // Runs the worker's results, and gives the answers that came from them and from commits.
    std::vector<chat::StorageAnswer> take_answers();
    bool has_answers() const { return !answers_.empty(); }
    // Ends a turn, after commit(): removes from memory what exceeds the limits.
    void trim();
    // Back-pressure: the worker or the disk's syncs lag behind, so senders must wait. take_answers() ends it.
    bool is_congested() const {
        return worker_->backlog() > options_.limits.unfolded_bytes || unsynced_.size() > options_.limits.unsynced_turns;
    }
    // Whether turns wait for their sync. Only with `power`.
    bool is_syncing() const { return !unsynced_.empty(); }
    // Whether all facts so far are in the journal; false while the disk is full.
    bool has_written() const { return facts_.empty() && turn_.runs.empty() && turn_.files.empty(); }
    // A sync has failed: papo must stop, because it can keep no promise any more.
    bool has_failed() const { return failed_; }
    std::size_t backlog() const { return worker_->backlog(); }
    void set_retention(const Retention& retention) { worker_->set_retention(retention); }
    const WorkerFigures& figures() const { return worker_->figures(); }
    // Microseconds that each commit() with something to write took.
    const Histogram& commit_times() const { return commit_times_; }
    std::uint64_t messages_stored() const { return messages_stored_; }  // since the start
    std::uint64_t journal_bytes() const { return journal_bytes_; }      // written since the start

    // ---- uploads --------------------------------------------------------------------------------
    // Whether find_file() is certain: then nullptr means that there is no such upload.
    bool knows_file(std::string_view filename) const { return files_.knows(filename); }
    // Stores a finished upload's metadata and answers the ticket with the outcome. `bytes`: on the disk.
    void add_file(std::shared_ptr<const chat::FileInfo> file, std::uint64_t bytes, std::int64_t now_ms,
                  chat::Ticket ticket);
    // Looks for uploads made before `before_ms` that no entry names. `found` gets a few of them later; their metadata
    // is removed with that call, and the caller must remove their files.
    void find_unused(std::int64_t before_ms, const std::function<void(const chat::FileInfo&)>& found);
    // Looks for stored names, of files and previews, that no upload has. `found` gets them later.
    void find_strangers(std::vector<std::string> names, const std::function<void(const std::string& name)>& found);
    // Bytes of all uploads together.
    std::uint64_t file_bytes() const { return files_.bytes(); }

private:
    LogStorage(StorageOptions options, FolderLock lock);

    Result<void> start(std::unique_ptr<Database> database);
    Result<void> replay(Database& database);
    Result<bool> replay_segment(Database& database, const DatabaseId& id, std::uint64_t number, Position folded);
    Result<void> renew_epochs(Database& database, const char* why);
    Result<void> set_aside(const std::vector<std::uint64_t>& segments, const DatabaseId& id);
    Result<void> begin_run(Database& database);
    Result<void> load_people(Database& database);
    void start_worker(std::unique_ptr<Database> database);

    std::string journal_folder() const;
    template <typename Made>
    void note(const Made& fact);
    void on_prepared(const std::string& room, const chat::SessionId& session, std::optional<LoadedRoom> loaded,
                     const std::vector<std::pair<std::string, std::uint64_t>>& ids);
    void on_shortened(const Shortened& room);
    struct AddedFile {
        std::shared_ptr<const chat::FileInfo> info;
        std::uint64_t bytes = 0;
        chat::Ticket ticket = 0;
    };
    // One room's proposals of one turn.
    struct Run {
        Resident* room = nullptr;
        std::vector<chat::EntryPtr> entries;
        std::vector<chat::Ticket> tickets;
    };
    // A turn's proposals and uploads until they are answered.
    struct Turn {
        std::vector<Run> runs;
        std::vector<AddedFile> files;
        Position end;  // of its record
    };

    // The room's run in turn_, begun if there is none.
    Run& run_of(Resident& room);
    void put_away(Run run);
    Result<void> write();
    void accept(Turn turn);
    void refuse(Turn turn, const Error& why);
    void sync();
    void note_sync(const Result<void>& result);
    void on_synced(Position end);
    // Lets the worker `read`, then gives the result to `take` on the loop's thread and answers `ticket`.
    template <typename Read, typename Take>
    void ask(Position after, bool indexed, chat::Ticket ticket, Read read, Take take);

    StorageOptions options_;
    FolderLock lock_;
    std::array<std::uint8_t, 32> token_key_{};
    std::vector<chat::Seat> people_;
    std::vector<chat::StorageAnswer> answers_;

    RoomTable rooms_;
    std::uint64_t next_room_ = 1;
    FileTable files_;

    chat::Proposer* proposer_ = nullptr;
    std::unique_ptr<Journal> journal_;  // nullptr in memory
    std::string facts_;                 // of this turn, but for what was said; stays until it could be written
    std::string record_;                // of this turn: room for a head, what was proposed
    Turn turn_;                         // whose record that is
    std::vector<Run> spare_runs_;       // empty
    std::deque<Turn> unsynced_;         // written, and answered once they are synced
    std::vector<std::shared_ptr<AppendFile>> unsynced_files_;
    bool syncing_ = false;
    Position end_;  // of the last record
    Position folded_;
    std::uint64_t oldest_segment_ = 1;
    bool failed_ = false;
    Histogram commit_times_;
    std::uint64_t journal_bytes_ = 0;
    std::uint64_t messages_stored_ = 0;
    std::string read_trouble_;  // what was warned of last, while it lasts
    bool full_ = false;         // the last write failed, and it was told

    std::unique_ptr<Worker> worker_;  // goes first: what it does is done to the rest
};

}  // namespace papo::store
