// The chat's storage: logs of the rooms in use in memory, the journal that makes them durable, and the worker that has
// the rest. Lives on the loop's thread and never waits for the disk, but for the journal's one write a turn.
#pragma once

#include <array>
#include <deque>
#include <functional>
#include <list>
#include <map>
#include <memory>
#include <set>
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
#include "papo/store/worker.h"

namespace papo::store {

struct StorageLimits {
    std::size_t tail_bytes = 1U << 20U;       // of a room's log in memory
    std::size_t tails_bytes = 128U << 20U;    // of all rooms' together; each gets its share, but at least
    std::size_t least_tail = 16U << 10U;      // this much
    std::size_t idle_rooms = 64;              // with nobody in them, that stay in memory
    std::size_t unfolded_bytes = 32U << 20U;  // of the journal; then those who write wait
    std::size_t unsynced_turns = 64;          // that wait for the disk, with `power`; then those who write wait
    std::size_t kept_facts = 4U << 20U;       // bytes that may wait for a full disk; then no room can be made
    Portion loaded{50, 256U << 10U};          // of a log, when its room comes into memory
    Portion resumed{2000, 1U << 20U};         // of a log, at most, for somebody who comes back
    std::size_t known_files = 1024;           // uploads whose metadata stays in memory
    std::size_t unused_files = 64;            // looked at at a time
};

struct StorageOptions {
    std::string path;    // of the database, or ":memory:"
    bool power = false;  // sync the journal before anything of a turn is told
    Retention retention;
    StorageLimits limits;
    Disk* disk = &real_disk();
    std::function<std::string()> make_epoch;        // a text that was never given before, at most 64 bytes
    std::function<void()> wake_loop;                // from another thread: call run_done()
    std::function<void(std::string message)> warn;  // something that whoever runs papo must know
};

class LogStorage final : public chat::Storage {
public:
    static constexpr std::string_view in_memory = ":memory:";

    // Opens database and journal, folds what the last run left in the journal, and gets ready for a new one.
    static Result<std::unique_ptr<LogStorage>> open(StorageOptions options);
    // Folds everything, and leaves the database alone on the disk.
    ~LogStorage() override;

    chat::Ready prepare(std::string_view room, const chat::SessionId& session, bool is_new,
                        chat::Ticket ticket) override;
    chat::RoomLog* find_room(std::string_view room) override;
    Result<chat::RoomLog*> create_room(std::string_view room, std::string_view password_hash) override;
    void forget_room(chat::RoomLog& log) override;
    void hold_room(chat::RoomLog& log) override;
    void release_room(chat::RoomLog& log) override;
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
    // Those who were in a room when the last run ended; their rooms are in memory until the end of the turn.
    std::vector<chat::Seat> take_people() { return std::exchange(people_, {}); }
    // Takes what the worker has done, and gives the answers that came with it or with a commit.
    std::vector<chat::StorageAnswer> take_answers();
    bool has_answers() const { return !answers_.empty(); }
    // The end of a turn, after commit(): lets go of what is not needed in memory.
    void trim();
    // The worker, or the disk's syncs, lag too far behind: those who write must wait. take_answers() ends it.
    bool is_congested() const {
        return worker_->backlog() > options_.limits.unfolded_bytes || unsynced_.size() > options_.limits.unsynced_turns;
    }
    // Whether something was written and waits for its sync. Only with `power`.
    bool is_syncing() const { return !unsynced_.empty(); }
    // Whether all that became true so far is in the journal; not while the disk is full.
    bool has_written() const { return facts_.empty() && turn_.runs.empty() && turn_.files.empty(); }
    // The disk has lost what was written to it: no promise can be kept any more.
    bool has_failed() const { return failed_; }
    std::size_t backlog() const { return worker_->backlog(); }
    void set_retention(const Retention& retention) { worker_->set_retention(retention); }
    const WorkerFigures& figures() const { return worker_->figures(); }
    // How long the loop was in commit(), each time that there was something to write.
    const Histogram& commit_times() const { return commit_times_; }
    std::uint64_t messages_stored() const { return messages_stored_; }  // since the start
    std::uint64_t journal_bytes() const { return journal_bytes_; }      // written since the start

    // ---- uploads --------------------------------------------------------------------------------
    // Whether find_file() knows: what it does not find is not there.
    bool knows_file(std::string_view filename) const { return files_.knows(filename); }
    // Asks for a finished upload to be known; the ticket is answered once that is stored, or not. `bytes`: on the disk.
    void add_file(std::shared_ptr<const chat::FileInfo> file, std::uint64_t bytes, std::int64_t now_ms,
                  chat::Ticket ticket);
    // Asks for uploads made before `before_ms` that no entry names; `found` gets a few of them, later. They are
    // forgotten with that call, and their files are the caller's to remove.
    void find_unused(std::int64_t before_ms, const std::function<void(const chat::FileInfo&)>& found);
    // Asks which of these stored names, of files and previews, nobody knows; `found` gets them, later.
    void find_strangers(std::vector<std::string> names, const std::function<void(const std::string& name)>& found);
    // Bytes of all uploads together.
    std::uint64_t file_bytes() const { return files_.bytes(); }

private:
    struct Resident : chat::RoomLog {
        explicit Resident(chat::RoomRecord known) : RoomLog(std::move(known)), proposed_ts(record().ts) {}
        std::int64_t proposed_ts;        // of the newest entry that was ever proposed
        std::optional<std::size_t> run;  // its run in turn_
        bool held = false;
        bool grown = false;                     // in grown_
        Position last;                          // of the last record that is about it
        std::list<std::string>::iterator idle;  // in idle_, unless it is held
    };

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
    Resident& keep(chat::RoomRecord record);
    void evict(const std::string& room);
    void note_growth(Resident& room);
    bool is_extending(std::string_view room) const;
    void trim_tails();
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
    // What was proposed for one room in one turn.
    struct Run {
        Resident* room = nullptr;
        std::vector<chat::EntryPtr> entries;
        std::vector<chat::Ticket> tickets;
    };
    // What a turn has asked for, until it is answered.
    struct Turn {
        std::vector<Run> runs;
        std::vector<AddedFile> files;
        Position end;  // of its record
    };

    Result<void> write();
    void accept(Turn turn);
    void refuse(Turn turn, const Error& why);
    void sync();
    void note_sync(const Result<void>& result);
    void on_synced(Position end);
    // Asks the worker, and gives `ticket` its answer.
    template <typename Read, typename Take>
    void ask(Position after, bool indexed, chat::Ticket ticket, Read read, Take take);

    StorageOptions options_;
    FolderLock lock_;
    std::array<std::uint8_t, 32> token_key_{};
    std::vector<chat::Seat> people_;
    std::vector<chat::StorageAnswer> answers_;

    std::map<std::string, std::unique_ptr<Resident>, std::less<>> rooms_;
    std::list<std::string> idle_;                      // rooms with nobody in them, the one left last first
    std::vector<std::string> grown_;                   // rooms whose tail is longer than before
    std::map<chat::Ticket, std::string> extending_;    // rooms whose tail somebody waits for
    std::set<std::string, std::less<>> absent_rooms_;  // known to be, until the end of the turn
    std::uint64_t next_room_ = 1;
    std::map<std::string, Position, std::less<>> forgotten_rooms_;  // until that is folded

    FileTable files_;
    std::map<std::string, Position, std::less<>> removed_files_;  // until that is folded

    chat::Proposer* proposer_ = nullptr;
    std::unique_ptr<Journal> journal_;  // nullptr in memory
    std::string facts_;                 // of this turn, but for what was said; stays until it could be written
    std::string record_;                // of this turn: room for a head, what was proposed
    Turn turn_;                         // whose record that is
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
