#include "papo/store/log_storage.h"

#include <algorithm>
#include <chrono>
#include <memory>
#include <utility>

namespace papo::store {

using chat::Ready;
using chat::StorageAnswer;
using chat::Ticket;

// J1 of `make bench` pays for spare runs: 0.985 of the deliveries of papo 0.1.0 with them, 0.964 without.
constexpr std::size_t most_spare_runs = 256;
constexpr std::size_t most_spare_entries = 64;

// A place inside the next record, so it is folded when that record is.
static Position behind(Position end) {
    return {end.segment, end.offset + 1};
}

// ---- rooms in memory ----------------------------------------------------------------------------

// Only the ids of a room in memory may be unfolded, so only that read waits for the fold.
Ready LogStorage::prepare(std::string_view room, const chat::SessionId& session, bool is_new, Ticket ticket) {
    auto* log = rooms_.find(room);
    if (log != nullptr && is_new) (void)log->keep_ids(session);
    if (log != nullptr ? log->ids(session) != nullptr : rooms_.is_absent(room)) return Ready::now;
    struct Loaded {
        std::optional<LoadedRoom> room;
        std::vector<std::pair<std::string, std::uint64_t>> ids;
    };
    const auto read = [name = std::string(room), session, portion = options_.limits.loaded](Database& database) {
        Result<Loaded> loaded = Loaded{};
        auto found = database.load_room(name, portion);
        if (!found) return Result<Loaded>(found.error());
        loaded->room = std::move(*found);
        if (!loaded->room) return loaded;
        auto ids = database.load_ids(loaded->room->record.number, session);
        if (!ids) return Result<Loaded>(ids.error());
        loaded->ids = std::move(*ids);
        return loaded;
    };
    ask(log != nullptr ? end_ : Position{}, false, ticket, read,
        [this, name = std::string(room), session](Loaded& loaded, StorageAnswer&) {
            on_prepared(name, session, std::move(loaded.room), loaded.ids);
        });
    return Ready::later;
}

void LogStorage::on_prepared(const std::string& room, const chat::SessionId& session, std::optional<LoadedRoom> loaded,
                             const std::vector<std::pair<std::string, std::uint64_t>>& ids) {
    auto* log = rooms_.find(room);
    if (log == nullptr) {
        // The read may have found a room that was forgotten meanwhile.
        if (!loaded || rooms_.is_forgotten(room)) return rooms_.put_absent(room);
        log = &rooms_.put(std::move(loaded->record));
        log->prepend(loaded->tail);
    }
    if (log->ids(session) != nullptr) return;
    auto& own = log->keep_ids(session);
    for (const auto& [id, seq] : ids) own.add(id, seq);
}

Result<chat::RoomLog*> LogStorage::create_room(std::string_view room, std::string_view password_hash) {
    if (facts_.size() > options_.limits.kept_facts) return Error{"the server cannot store a new room now"};
    chat::RoomRecord record;
    record.number = next_room_++;
    record.name = room;
    record.epoch = options_.make_epoch();
    record.password_hash = password_hash;
    auto& made = rooms_.put(std::move(record));
    note(RoomMade{made.record().number, made.record().name, made.record().epoch, made.record().password_hash});
    made.last = behind(end_);
    return &made;
}

void LogStorage::forget_room(chat::RoomLog& log) {
    note(RoomForgotten{log.record().number});
    rooms_.forget(static_cast<Resident&>(log), behind(end_));
}

Ready LogStorage::extend_tail(chat::RoomLog& log, std::uint64_t seq, Ticket ticket) {
    const auto before = log.in_memory_from();
    if (before <= std::max(seq, log.record().first)) return Ready::now;
    auto portion = options_.limits.resumed;
    portion.entries = static_cast<std::size_t>(std::min<std::uint64_t>(portion.entries, before - seq));
    const auto read = [number = log.record().number, before, portion](Database& database) {
        return database.read_page(number, before, portion);
    };
    ask(end_, false, ticket, read, [this, name = log.name()](chat::Page& page, StorageAnswer&) {
        auto* room = rooms_.find(name);
        if (room == nullptr) return;
        room->prepend(page.entries);
        rooms_.note_growth(*room);
    });
    rooms_.begin_extending(ticket, static_cast<Resident&>(log));
    return Ready::later;
}

// ---- what a turn adds ---------------------------------------------------------------------------

template <typename Made>
void LogStorage::note(const Made& fact) {
    append_fact(facts_, fact);
}

void LogStorage::person_came(chat::RoomLog& log, const chat::SessionId& session, std::string_view name) {
    if (facts_.size() > options_.limits.kept_facts) return;
    note(PersonCame{log.record().number, session, name});
    static_cast<Resident&>(log).last = behind(end_);
}

void LogStorage::person_went(chat::RoomLog& log, const chat::SessionId&, std::string_view name) {
    if (facts_.size() > options_.limits.kept_facts) return;
    note(PersonWent{log.record().number, name});
    static_cast<Resident&>(log).last = behind(end_);
}

// A seq continues those of the stored entries and the open proposals.
void LogStorage::propose(chat::RoomLog& log, chat::Draft draft, Ticket ticket) {
    auto& room = static_cast<Resident&>(log);
    draft->seq = room.record().seq + room.proposals() + 1;
    draft->ts = room.proposed_ts = std::max(room.proposed_ts, draft->ts);
    append_fact(record_, said(room.record().number, *draft));
    if (const auto* file = file_of(*draft)) files_.name(file->filename, behind(end_));
    room.last = behind(end_);
    room.propose(*draft);
    auto& run = run_of(room);
    run.entries.push_back(std::move(draft));
    run.tickets.push_back(ticket);
}

LogStorage::Run& LogStorage::run_of(Resident& room) {
    if (!room.run) {
        room.run = turn_.runs.size();
        if (spare_runs_.empty()) {
            turn_.runs.emplace_back();
        } else {
            turn_.runs.push_back(std::move(spare_runs_.back()));
            spare_runs_.pop_back();
        }
        turn_.runs.back().room = &room;
    }
    return turn_.runs[*room.run];
}

// Keeps an answered run for its capacity.
void LogStorage::put_away(Run run) {
    if (spare_runs_.size() == most_spare_runs || run.entries.capacity() > most_spare_entries) return;
    run.entries.clear();
    run.tickets.clear();
    spare_runs_.push_back(std::move(run));
}

void LogStorage::commit() {
    if (record_.size() == record_head && facts_.empty()) return;
    const auto from = std::chrono::steady_clock::now();
    const auto written = write();
    const auto took = std::chrono::steady_clock::now() - from;
    commit_times_.record(
        static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::microseconds>(took).count()));
    auto turn = std::exchange(turn_, {});
    turn.end = end_;
    for (auto& run : turn.runs) run.room->run.reset();
    if (!written) return refuse(std::move(turn), written.error());
    if (!options_.power || !journal_) return accept(std::move(turn));
    if (unsynced_files_.empty() || unsynced_files_.back() != journal_->file()) {
        unsynced_files_.push_back(journal_->file());
    }
    unsynced_.push_back(std::move(turn));
    sync();
}

// After a failed write, facts_ stays for the next one, because nobody would propose those facts again.
Result<void> LogStorage::write() {
    record_.insert(record_head, facts_);
    if (journal_) {
        if (auto written = journal_->append(record_); !written) {
            record_.resize(record_head);
            if (!std::exchange(full_, true)) options_.warn(written.error().message);
            return Error{"the server cannot store anything now; try again later"};
        }
        end_ = journal_->end();
    } else {
        end_.offset += record_.size();
    }
    if (std::exchange(full_, false)) options_.warn("the journal takes what is said again");
    facts_.clear();
    journal_bytes_ += record_.size();
    worker_->fold({end_, std::exchange(record_, std::string(record_head, '\0'))},
                  journal_ && !options_.power ? journal_->file() : nullptr);
    return {};
}

void LogStorage::accept(Turn turn) {
    for (auto& added : turn.files) {
        files_.put(std::move(added.info), turn.end);
        files_.add_bytes(added.bytes);
        answers_.push_back({added.ticket, std::nullopt, {}, false});
    }
    for (auto& run : turn.runs) {
        for (const auto& entry : run.entries) run.room->accept(entry);
        messages_stored_ += run.entries.size();
        rooms_.note_growth(*run.room);
        if (proposer_ != nullptr) proposer_->stored(*run.room, run.entries, run.tickets);
        put_away(std::move(run));
    }
}

void LogStorage::refuse(Turn turn, const Error& why) {
    for (const auto& added : turn.files) answers_.push_back({added.ticket, why, {}, false});
    for (auto& run : turn.runs) {
        for (const auto& draft : run.entries) run.room->refuse(*draft);
        if (proposer_ != nullptr) proposer_->refused(*run.room, run.entries, run.tickets, why);
    }
}

// One sync runs at a time; the turns written meanwhile share the next one.
void LogStorage::sync() {
    if (syncing_ || unsynced_.empty()) return;
    syncing_ = true;
    const auto files = std::exchange(unsynced_files_, {journal_->file()});
    for (std::size_t i = 0; i + 1 < files.size(); ++i) {
        worker_->sync(files[i], [this](const Result<void>& result) { note_sync(result); });
    }
    worker_->sync(files.back(), [this, end = end_](const Result<void>& result) {
        note_sync(result);
        on_synced(end);
    });
}

// After a failed sync nobody can tell which writes the kernel dropped (fsync(2)), so no proposal is accepted any more.
void LogStorage::note_sync(const Result<void>& result) {
    if (!result && !std::exchange(failed_, true)) options_.warn(result.error().message);
}

void LogStorage::on_synced(Position end) {
    if (failed_) return;
    syncing_ = false;
    while (!unsynced_.empty() && unsynced_.front().end <= end) {
        auto turn = std::move(unsynced_.front());
        unsynced_.pop_front();
        accept(std::move(turn));
    }
    sync();
}

void LogStorage::trim() {
    rooms_.trim(options_.limits.rooms, folded_);
    files_.trim(options_.limits.known_files, folded_);
}

// ---- what the disk is asked for -----------------------------------------------------------------

template <typename Read, typename Take>
void LogStorage::ask(Position after, bool indexed, Ticket ticket, Read read, Take take) {
    // The log gets the exact error; people get what it means for them.
    const auto refuse = [this, ticket](const Error& error) -> Worker::Done {
        return [this, ticket, error] {
            if (std::exchange(read_trouble_, error.message) != error.message)
                options_.warn("reading: " + error.message);
            answers_.push_back({ticket, Error{"the server cannot read its history now; try again later"}, {}, false});
        };
    };
    worker_->ask(after, indexed, [this, ticket, read, take, refuse](const Result<Database*>& database) -> Worker::Done {
        if (!database) return refuse(database.error());
        auto result = read(**database);
        if (!result) return refuse(result.error());
        const auto got = std::make_shared<std::decay_t<decltype(*result)>>(std::move(*result));
        return [this, ticket, take, got] {
            read_trouble_.clear();
            StorageAnswer answer;
            answer.ticket = ticket;
            take(*got, answer);
            answers_.push_back(std::move(answer));
        };
    });
}

std::vector<StorageAnswer> LogStorage::take_answers() {
    worker_->run_done();
    for (const auto& answer : answers_) rooms_.end_extending(answer.ticket);
    return std::exchange(answers_, {});
}

void LogStorage::read_page(chat::RoomLog& log, std::uint64_t before, std::size_t limit, std::size_t max_weight,
                           Ticket ticket) {
    const auto read = [number = log.record().number, before, portion = Portion{limit, max_weight}](Database& database) {
        return database.read_page(number, before, portion);
    };
    ask(end_, false, ticket, read, [](chat::Page& page, StorageAnswer& answer) { answer.page = std::move(page); });
}

void LogStorage::search(chat::RoomLog& log, std::string_view query, std::uint64_t before, std::size_t limit,
                        std::size_t max_weight, Ticket ticket) {
    const auto read = [number = log.record().number, text = std::string(query), before,
                       portion = Portion{limit, max_weight}](Database& database) {
        return database.search(number, text, before, portion);
    };
    ask(end_, true, ticket, read, [](chat::Page& page, StorageAnswer& answer) { answer.page = std::move(page); });
}

void LogStorage::read_said(chat::RoomLog& log, const chat::SessionId& session, std::uint64_t seq, std::string_view id,
                           Ticket ticket) {
    struct Found {
        bool said = false;
        chat::Page page;
    };
    const auto read = [number = log.record().number, session, seq, id = std::string(id)](Database& database) {
        Result<Found> found = Found{};
        const auto said = database.was_said(number, session, seq, id);
        if (!said) return Result<Found>(said.error());
        found->said = *said;
        auto page = database.read_page(number, seq + 1, {1, SIZE_MAX});
        if (!page) return Result<Found>(page.error());
        if (!page->entries.empty() && page->entries.front()->seq == seq) found->page = std::move(*page);
        return found;
    };
    ask(end_, false, ticket, read, [](Found& found, StorageAnswer& answer) {
        answer.said = found.said;
        answer.page = std::move(found.page);
    });
}

void LogStorage::on_shortened(const Shortened& room) {
    if (auto* log = rooms_.find(room.room)) log->forget_before(room.first);
}

// ---- uploads ------------------------------------------------------------------------------------

Ready LogStorage::prepare_file(std::string_view filename, Ticket ticket) {
    if (files_.knows(filename)) return Ready::now;
    const auto read = [name = std::string(filename)](Database& database) { return database.find_file(name); };
    ask(end_, false, ticket, read,
        [this, name = std::string(filename)](std::optional<StoredFileInfo>& file, StorageAnswer&) {
            if (file) {
                files_.put(file->info, {});
            } else if (!files_.knows(name)) {
                files_.put_absent(name);
            }
        });
    return Ready::later;
}

void LogStorage::add_file(std::shared_ptr<const chat::FileInfo> file, std::uint64_t bytes, std::int64_t now_ms,
                          Ticket ticket) {
    append_fact(record_, FileAdded{*file, bytes, now_ms});
    turn_.files.push_back({std::move(file), bytes, ticket});
}

void LogStorage::find_strangers(std::vector<std::string> names, const std::function<void(const std::string&)>& found) {
    worker_->ask(end_, false,
                 [this, names = std::move(names), found](const Result<Database*>& database) -> Worker::Done {
                     if (!database) return [] {};
                     auto strangers = (*database)->strangers(names);
                     if (!strangers) return [] {};
                     return [this, found, strangers = std::move(*strangers)] {
                         for (const auto& name : strangers) {
                             if (!files_.find(name)) found(name);
                         }
                     };
                 });
}

void LogStorage::find_unused(std::int64_t before_ms, const std::function<void(const chat::FileInfo&)>& found) {
    const auto limit = options_.limits.unused_files;
    worker_->ask(end_, false, [=, this, asked = end_](const Result<Database*>& database) -> Worker::Done {
        if (!database) return [] {};
        auto files = (*database)->unused_files(before_ms, limit);
        if (!files) return [] {};
        return [this, asked, found, files = std::move(*files)] {
            for (const auto& file : files) {
                const auto& name = file.info->filename;
                if (files_.is_named_after(name, asked)) continue;
                note(FileRemoved{name});
                files_.remove(name, behind(end_));
                files_.take_bytes(file.bytes);
                found(*file.info);
            }
        };
    });
}

}  // namespace papo::store
