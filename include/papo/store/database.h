// The database: all that is kept, in SQLite. It has one user at a time: the storage worker's thread, or whoever
// starts. Every failure is an Error in words; a call that fails has changed nothing.
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

// How much of a room comes into memory with it, and how much an answer may hold.
struct Portion {
    std::size_t entries = 0;
    std::size_t weight = 0;  // bytes, as chat::weight has them; one entry may be more
};

struct LoadedRoom {
    chat::RoomRecord record;
    std::vector<chat::EntryPtr> tail;
};

struct StoredFileInfo {
    std::shared_ptr<const chat::FileInfo> info;
    std::uint64_t bytes = 0;  // on the disk, with its preview
};

// What is removed with time.
struct Retention {
    std::int64_t max_age_ms = 0;     // 0: for ever
    std::uint64_t max_messages = 0;  // of a room; 0: all
    std::uint64_t max_bytes = 0;     // of the database; 0: no bound

    bool any() const { return max_age_ms > 0 || max_messages > 0 || max_bytes > 0; }
};

// A room whose oldest entries were removed.
struct Shortened {
    std::string room;
    std::uint64_t first = 1;
};

class Database {
public:
    // Opens or makes the file (or ":memory:"), and brings it up to date.
    static Result<std::unique_ptr<Database>> open(const std::string& path);
    // Opens a copy of one that was just made, and leaves it in the format that it has.
    static Result<std::unique_ptr<Database>> open_copy(const std::string& path);
    // Opens a file that is there to read it only, also of an earlier format.
    static Result<std::unique_ptr<Database>> open_to_read(const std::string& path);

    // ---- meta -----------------------------------------------------------------------------------
    // As far as the journal is in the database.
    Result<Position> folded();
    Result<void> set_folded(Position position);
    // Made with the database, so that its journal is known from another's; 0 in one of a format before 3.
    Result<DatabaseId> id();
    // The secret that session tokens are made with; made with the database.
    Result<std::array<std::uint8_t, 32>> token_key();
    // A mark of the run that has the database open, empty after it has ended in order.
    Result<std::string> running();
    Result<void> set_running(std::string_view mark);
    // Whether it is a copy that somebody has made (backup) and nobody has used yet.
    Result<bool> is_copy();
    Result<void> set_copy_mark();
    // A copy goes its own way from now on, and gets an id of its own: the original's journal is not its.
    Result<void> clear_copy_mark();
    // A fresh epoch for each room: what was told of their newest entries is no longer so.
    Result<void> renew_epochs(const std::function<std::string()>& make_epoch);

    // ---- fold -----------------------------------------------------------------------------------
    // Applies the records, in order, in one transaction; all of them or none.
    Result<void> fold(std::span<const Record> records);

    // ---- read -----------------------------------------------------------------------------------
    Result<std::optional<LoadedRoom>> load_room(std::string_view name, Portion portion);
    // The ids of the session's last messages in the room, oldest first.
    Result<std::vector<std::pair<std::string, std::uint64_t>>> load_ids(std::uint64_t room,
                                                                        const chat::SessionId& session);
    Result<chat::Page> read_page(std::uint64_t room, std::uint64_t before, Portion portion);
    // Entries after the one and up to the other, oldest first; none at the end.
    Result<std::vector<chat::EntryPtr>> read_on(std::uint64_t room, std::uint64_t after, std::uint64_t up_to,
                                                Portion portion);
    // Whether the session has said `seq` under `id`; the entry, if it is still kept.
    Result<bool> was_said(std::uint64_t room, const chat::SessionId& session, std::uint64_t seq, std::string_view id);
    Result<std::optional<StoredFileInfo>> find_file(std::string_view filename);
    Result<std::vector<chat::Seat>> people();
    // Removes the rooms that nobody is in and nobody ever spoke in.
    Result<void> forget_empty_rooms();
    Result<std::uint64_t> newest_room_number();
    Result<std::uint64_t> file_bytes();
    // Uploads made before `before_ms` that no entry names, a few of them.
    Result<std::vector<StoredFileInfo>> unused_files(std::int64_t before_ms, std::size_t limit);

    // Which of the stored names, of files and previews, are not of an upload.
    Result<std::vector<std::string>> strangers(const std::vector<std::string>& names);

    // ---- search ---------------------------------------------------------------------------------
    // Entries that have every word of the query, the last one as a beginning. Sees what is indexed.
    Result<chat::Page> search(std::uint64_t room, std::string_view query, std::uint64_t before, Portion portion);
    // Adds some of the entries that are not in the full-text index; false when all are.
    Result<bool> index_some();

    // ---- upkeep ---------------------------------------------------------------------------------
    // The age when it was last kept; 0 in a new database.
    Result<AgeMark> age();
    // How old everything is by now; kept once an hour, with how far the entries have come.
    Result<void> set_age(AgeMark now);
    // Removes some of the entries that are too many or, by the age clock and to the hour, too old, at most
    // shortened_a_step, and tells of which rooms; a room may be there several times. None when nothing is left to
    // remove.
    static constexpr std::uint64_t shortened_a_step = 200;
    Result<std::vector<Shortened>> shorten(const Retention& retention);
    // Entries that folds have added since this was opened.
    std::uint64_t entries_folded() const { return entries_folded_; }
    // Facts that folds have skipped, because a later papo wrote them.
    std::uint64_t unknown_facts() const { return unknown_facts_; }
    // Looks at a few of those who have not spoken in a room for `absent_after_ms`: removes the ids of what they said
    // that is not kept any more, and sessions that nothing is left of. False when it has been through all of them.
    static constexpr std::int64_t absent_after_ms = std::int64_t{30} * 24 * 3600 * 1000;
    Result<bool> forget_absent();
    // Gives pages that are free back to the file system, a few at a time.
    Result<void> shrink();
    // Moves what was committed from the write-ahead log to the database file and syncs both; true when all of it was.
    Result<bool> checkpoint();
    std::uint64_t wal_pages() const { return wal_pages_; }

    // ---- copies ---------------------------------------------------------------------------------
    // Between the two everything that is read is of one moment, whatever others write. None of them waits for it, but
    // nothing newer can be checkpointed meanwhile.
    Result<void> begin_reading();
    void end_reading();
    // Copies the database to another file, which is empty or absent; between the two above, as it was at that moment.
    // `go_on` is asked now and then whether to.
    Result<void> copy_to(const std::string& path, const std::function<bool()>& go_on);
    // Does without a write-ahead log from now on: the file is all there is. Nobody else may have it open.
    Result<void> stand_alone();
    // Reads every page, and says whether they make sense.
    Result<bool> is_sound();

    // Whether the last call failed because what it was given, or what it found, makes no sense.
    bool found_damage() const { return found_damage_; }
    Sqlite& sqlite() { return db_; }

private:
    Database(const std::string& path, int flags) : db_(path, flags) {}
    static Result<std::unique_ptr<Database>> open(const std::string& path, bool migrates);

    // Calls `work`, which may throw SqliteError, and gives what it gives.
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
    // What a fold has learnt and not written yet.
    struct Folding {
        std::unordered_map<std::uint64_t, FoldedRoom> rooms;
        std::vector<FoldedEntry> entries;  // a few
        std::uint64_t said = 0;            // entries, with those that are written
        std::uint64_t unknown = 0;         // facts
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
    // What one step of retention has removed, and may still remove.
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
    std::unordered_map<chat::SessionId, std::int64_t, chat::SessionIdHash> sessions_;  // bounded, as folds meet them
    std::unordered_map<Talker, std::int64_t, TalkerHash> talkers_;                     // when noted; bounded likewise
    std::int64_t age_ms_ = 0;
    std::int64_t marked_ms_ = 0;  // the age when it was last kept
    Talker looked_at_;            // the last one that forget_absent() has
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
