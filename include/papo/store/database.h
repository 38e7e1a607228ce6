// The database: everything that papo keeps, in SQLite. One thread uses it at a time: the storage worker, or the thread
// that starts and stops the storage. Every failure is an Error in words, and a failed call changes nothing. Rows refer
// to rooms by number, and so does each parameter `room`.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "papo/base/result.h"
#include "papo/chat/room_log.h"
#include "papo/chat/storage.h"
#include "papo/store/age_clock.h"
#include "papo/store/facts.h"
#include "papo/store/journal.h"
#include "papo/store/sqlite.h"

namespace papo::store {

// The limits of a room's loaded tail and of an answer.
struct Portion {
    std::size_t entries = 0;
    std::size_t weight = 0;  // bytes, by chat::weight(); a single heavier entry is allowed
};

struct LoadedRoom {
    chat::RoomRecord record;
    std::vector<chat::EntryPtr> tail;
};

struct StoredFileInfo {
    std::shared_ptr<const chat::FileInfo> info;
    std::uint64_t bytes = 0;  // on the disk, including the preview
};

// What retention keeps; it removes the oldest entries beyond these limits.
struct Retention {
    std::int64_t max_age_ms = 0;     // 0: no limit
    std::uint64_t max_messages = 0;  // of a room; 0: no limit
    std::uint64_t max_bytes = 0;     // of the database; 0: no limit

    bool any() const { return max_age_ms > 0 || max_messages > 0 || max_bytes > 0; }
};

// A room whose oldest entries were removed; `first` is the seq of the oldest one left.
struct Shortened {
    std::string room;
    std::uint64_t first = 1;
};

class Database {
public:
    // Opens the file (or ":memory:"), creates it if it is missing, and migrates it to the newest format.
    static Result<std::unique_ptr<Database>> open(const std::string& path);
    // Opens a copy that was just made, and leaves it in its format.
    static Result<std::unique_ptr<Database>> open_copy(const std::string& path);
    // Opens an existing file for reading only. The file may have an earlier format.
    static Result<std::unique_ptr<Database>> open_to_read(const std::string& path);

    // ---- meta -----------------------------------------------------------------------------------
    // The database has the journal's records up to this position.
    Result<Position> folded();
    Result<void> set_folded(Position position);
    // The database's random id, which its journal's segments carry too. All bytes are 0 in a format before 3, which has
    // none.
    Result<DatabaseId> id();
    // The secret for session tokens, made with the database.
    Result<std::array<std::uint8_t, 32>> token_key();
    // The mark of the run that uses the database; empty after a run that ended normally.
    Result<std::string> running();
    Result<void> set_running(std::string_view mark);
    // True for a backup's copy that no server has used yet.
    Result<bool> is_copy();
    Result<void> set_copy_mark();
    // Makes a copy a database of its own, with a new id, so that the original's journal is not taken for its own. Does
    // nothing if the database is not a copy.
    Result<void> clear_copy_mark();
    // Gives each room a new epoch, because entries that clients have seen may be lost.
    Result<void> renew_epochs(const std::function<std::string()>& make_epoch);

    // ---- fold -----------------------------------------------------------------------------------
    // Applies the records in order, all or none of them, in one transaction.
    Result<void> fold(std::span<const Record> records);

    // ---- read -----------------------------------------------------------------------------------
    // The room and its newest entries; absent if there is no such room.
    Result<std::optional<LoadedRoom>> load_room(std::string_view name, Portion portion);
    // The ids and seqs of the session's last messages in the room, oldest first; at most RecentIds::at_least.
    Result<std::vector<std::pair<std::string, std::uint64_t>>> load_ids(std::uint64_t room,
                                                                        const chat::SessionId& session);
    // The newest entries with seq < before, oldest first.
    Result<chat::Page> read_page(std::uint64_t room, std::uint64_t before, Portion portion);
    // The entries with after < seq <= up_to, oldest first; empty if there are none left.
    Result<std::vector<chat::EntryPtr>> read_on(std::uint64_t room, std::uint64_t after, std::uint64_t up_to,
                                                Portion portion);
    // Whether entry `seq` is the session's message `id`. True also after retention has removed the entry, while its id
    // is kept.
    Result<bool> was_said(std::uint64_t room, const chat::SessionId& session, std::uint64_t seq, std::string_view id);
    // Absent if there is no such upload.
    Result<std::optional<StoredFileInfo>> find_file(std::string_view filename);
    // The people in all rooms, in the order in which they came.
    Result<std::vector<chat::Seat>> people();
    // Removes the rooms that have no people and never had an entry.
    Result<void> forget_empty_rooms();
    // The highest room number; 0 if there is no room.
    Result<std::uint64_t> newest_room_number();
    // The bytes of all uploads and their previews.
    Result<std::uint64_t> file_bytes();
    // The uploads that no entry names and that were added before `before_ms` (ms since 1970), oldest first; at most
    // `limit`.
    Result<std::vector<StoredFileInfo>> unused_files(std::int64_t before_ms, std::size_t limit);

    // Those of `names` that are neither an upload's file nor its preview.
    Result<std::vector<std::string>> strangers(const std::vector<std::string>& names);

    // ---- search ---------------------------------------------------------------------------------
    // The newest indexed entries with seq < before that have every word of the query. The last word also matches longer
    // words that begin with it, unless a space follows it.
    Result<chat::Page> search(std::uint64_t room, std::string_view query, std::uint64_t before, Portion portion);
    // Adds some missing entries to the full-text index; false if none were missing.
    Result<bool> index_some();

    // ---- upkeep ---------------------------------------------------------------------------------
    // The last stored age; 0 in a new database.
    Result<AgeMark> age();
    // Sets the age clock's time. Once an hour it is stored together with the newest entry's number, which tells
    // shorten() how old an entry is.
    Result<void> set_age(AgeMark now);
    // Removes at most shortened_a_step entries beyond the limits, and returns their rooms, a room possibly several
    // times; empty if nothing is left to remove. Ages are by the age clock, to the hour.
    static constexpr std::uint64_t shortened_a_step = 200;
    Result<std::vector<Shortened>> shorten(const Retention& retention);
    // Entries that folds have added since the database was opened.
    std::uint64_t entries_folded() const { return entries_folded_; }
    // Facts of unknown kinds, from a later papo, that folds have skipped since the database was opened.
    std::uint64_t unknown_facts() const { return unknown_facts_; }
    // Checks some sessions that have not spoken in a room for `absent_after_ms`: removes the ids of their removed
    // entries, and the sessions that have no ids left. False at the end of a pass over all of them; the next call
    // begins a new pass.
    static constexpr std::int64_t absent_after_ms = std::int64_t{30} * 24 * 3600 * 1000;
    Result<bool> forget_absent();
    // Returns some free pages to the file system.
    Result<void> shrink();
    // Copies committed pages from the write-ahead log into the database file, and syncs both. True if it copied all of
    // them; false if another connection prevents that.
    Result<bool> checkpoint();
    // Pages in the write-ahead log; 0 after a complete checkpoint.
    std::uint64_t wal_pages() const { return wal_pages_; }

    // ---- copies ---------------------------------------------------------------------------------
    // Between these two calls all reads see the database at one moment. Writers need not wait, but a checkpoint cannot
    // copy newer pages meanwhile.
    Result<void> begin_reading();
    void end_reading();
    // Copies the database to the file `path`, which is empty or absent. Call between the two above. Calls `go_on` from
    // time to time, and fails once it returns false.
    Result<void> copy_to(const std::string& path, const std::function<bool()>& go_on);
    // Removes the write-ahead log, so that the database is one file. Fails if another connection has the database open.
    Result<void> stand_alone();
    // Reads every page (PRAGMA quick_check); false if the database is damaged.
    Result<bool> is_sound();

    // Whether the last failure was damage in the given records or in the database, and not, for example, a full disk.
    bool found_damage() const { return found_damage_; }
    Sqlite& sqlite() { return db_; }

private:
    Database(const std::string& path, int flags) : db_(path, flags) {}
    static Result<std::unique_ptr<Database>> open(const std::string& path, bool migrates);

    // Returns what `work` returns, or an Error if it throws SqliteError.
    template <typename Work>
    auto guarded(Work work) -> Result<decltype(work())>;

    void set_up();
    void begin_new_log();
    std::string meta_text(std::string_view key);
    void set_meta(std::string_view key, std::string_view value);
    std::int64_t meta_integer(std::string_view key);
    void set_meta(std::string_view key, std::int64_t value);

    struct FoldedRoom {
        std::uint64_t seq = 0;
        std::int64_t ts = 0;
        bool changed = false;
    };
    struct FoldedEntry {
        Said said;
        std::int64_t session = 0;
        std::int64_t file = 0;  // 0: none
    };
    // What a fold has read so far and not written yet.
    struct Folding {
        std::unordered_map<std::uint64_t, FoldedRoom> rooms;
        std::vector<FoldedEntry> entries;  // a few, not inserted yet
        std::uint64_t said = 0;            // all entries of the fold
        std::uint64_t unknown = 0;         // skipped facts
    };
    void apply(const RoomMade& fact, Folding& folding);
    void apply(const RoomForgotten& fact, Folding& folding);
    void apply(const Said& fact, Folding& folding);
    void apply(const PersonCame& fact, Folding& folding);
    void apply(const PersonWent& fact, Folding& folding);
    void apply(const FileAdded& fact, Folding& folding);
    void apply(const FileRemoved& fact, Folding& folding);
    void apply(const UnknownFact& fact, Folding& folding);
    void apply_record(std::string_view payload, Folding& folding);
    FoldedRoom& folded_room(std::uint64_t number, Folding& folding);
    void insert_entries(std::span<const FoldedEntry> entries);
    static int bind_entry(Statement& statement, int at, const FoldedEntry& entry);
    std::int64_t session_number(const chat::SessionId& session);
    std::optional<std::int64_t> find_session(const chat::SessionId& session);
    std::int64_t file_number(std::string_view filename);

    chat::EntryPtr entry_of(const Statement& row) const;
    chat::Page page_of(Statement& rows, Portion portion);
    std::uint64_t entry_number(std::uint64_t room, std::uint64_t seq);
    // One step of retention: how many entries it may still remove, and the rooms it has shortened.
    struct Step {
        std::uint64_t left;
        std::vector<Shortened> shortened;
    };
    void remove_old(std::int64_t max_age_ms, Step& step);
    void remove_surplus(std::uint64_t max_messages, Step& step);
    void remove_for_space(std::uint64_t max_bytes, Step& step);
    void remove_entries(std::uint64_t room, std::uint64_t below, Step& step);
    void forget_ids(std::uint64_t room, std::uint64_t from, std::uint64_t below);
    void forget_numbers();
    struct Talker {
        std::int64_t session = 0;
        std::int64_t room = 0;
        friend bool operator==(const Talker&, const Talker&) = default;
    };
    struct TalkerHash {
        std::size_t operator()(const Talker& talker) const {
            return std::hash<std::int64_t>{}(talker.session * 0x9E3779B9 + talker.room);
        }
    };
    void note_talker(const Talker& talker);
    bool is_nothing_left(const Talker& talker);
    void forget(const Talker& talker);

    Sqlite db_;
    std::unordered_map<chat::SessionId, std::int64_t, chat::SessionIdHash> sessions_;  // a bounded cache of numbers
    std::unordered_map<Talker, std::int64_t, TalkerHash> talkers_;                     // when last stored; bounded too
    std::int64_t age_ms_ = 0;
    std::int64_t marked_ms_ = 0;  // the last stored age
    Talker looked_at_;            // where forget_absent() continues
    std::uint64_t wal_pages_ = 0;
    std::uint64_t entries_folded_ = 0;
    std::uint64_t unknown_facts_ = 0;
    bool found_damage_ = false;
};

template <typename Work>
auto Database::guarded(Work work) -> Result<decltype(work())> {
    try {
        if constexpr (std::is_void_v<decltype(work())>) {
            work();
            return {};
        } else {
            return work();
        }
    } catch (const SqliteError& error) {
        found_damage_ = error.code == SQLITE_CORRUPT || error.code == SQLITE_CONSTRAINT;
        return Error{std::string("the database fails: ") + error.what()};
    }
}

}  // namespace papo::store
