// The start folds the journal of the last run and begins a segment of its own; the end folds everything and removes the
// journal.
#include <algorithm>
#include <fstream>
#include <utility>

#include "papo/store/format.h"
#include "papo/store/log_storage.h"

namespace papo::store {
namespace {

constexpr std::size_t records_a_fold = 512;

// Changes when the machine boots: then a power cut or a kernel crash may have taken what was not synced.
std::string boot_id() {
    std::ifstream file("/proc/sys/kernel/random/boot_id");
    std::string id;
    file >> id;
    return id.empty() ? "unknown" : id;
}

std::string run_mark(bool power) {
    return boot_id() + (power ? " power" : "");
}

bool was_cut(const std::string& mark) {
    return !mark.empty() && mark.find(" power") == std::string::npos && mark != boot_id();
}

}  // namespace

LogStorage::LogStorage(StorageOptions options, FolderLock lock)
    : options_(std::move(options)), lock_(std::move(lock)), record_(record_head, '\0') {
    if (!options_.warn) options_.warn = [](const std::string&) {};
}

std::string LogStorage::journal_folder() const {
    return options_.path == in_memory ? std::string{} : store::journal_folder(options_.path);
}

Result<std::unique_ptr<LogStorage>> LogStorage::open(StorageOptions options) {
    Result<FolderLock> lock = FolderLock{};
    if (options.path != in_memory) {
        if (!options.format_is_known) {
            if (auto known = refuse_newer(*options.disk, options.path); !known) return known.error();
        }
        const auto journal = store::journal_folder(options.path);
        if (auto made = options.disk->make_folder(folder_of(options.path)); !made) return made.error();
        if (auto made = options.disk->make_folder(journal); !made) return made.error();
        lock = FolderLock::take(journal);
        if (!lock) return lock.error();
    }
    std::unique_ptr<LogStorage> storage(new LogStorage(std::move(options), std::move(*lock)));
    auto database = Database::open(storage->options_.path);
    if (!database) return database.error();
    if (auto started = storage->start(std::move(*database)); !started) return started.error();
    return storage;
}

Result<void> LogStorage::start(std::unique_ptr<Database> database) {
    if (auto begun = begin_run(*database); !begun) return begun;
    const auto key = database->token_key();
    if (!key) return key.error();
    token_key_ = *key;
    const auto newest = database->newest_room_number();
    if (!newest) return newest.error();
    next_room_ = *newest + 1;
    const auto bytes = database->file_bytes();
    if (!bytes) return bytes.error();
    files_.add_bytes(*bytes);
    // A killed process could not forget the rooms that were empty and unused.
    if (auto forgotten = database->forget_empty_rooms(); !forgotten) return forgotten;
    if (auto loaded = load_people(*database); !loaded) return loaded;
    start_worker(std::move(database));
    return {};
}

Result<void> LogStorage::begin_run(Database& database) {
    end_ = {1, segment_head};
    if (!journal_folder().empty()) {
        if (auto replayed = replay(database); !replayed) return replayed;
        const auto id = database.id();
        if (!id) return id.error();
        auto journal = Journal::begin(*options_.disk, journal_folder(), end_.segment, *id);
        if (!journal) return journal.error();
        journal_ = std::move(*journal);
        if (auto marked = database.set_running(run_mark(options_.power)); !marked) return marked;
    }
    folded_ = end_;
    return database.set_folded(end_);
}

// Sets end_ to the beginning of the new run's segment.
Result<void> LogStorage::replay(Database& database) {
    const auto folded = database.folded();
    const auto segments = list_segments(*options_.disk, journal_folder());
    const auto mark = database.running();
    const auto is_copy = database.is_copy();
    const auto id = database.id();
    if (!folded) return folded.error();
    if (!segments) return segments.error();
    if (!mark) return mark.error();
    if (!is_copy) return is_copy.error();
    if (!id) return id.error();

    // The first replayed segment must continue where the database ends, each further one where the previous one ends.
    auto next = folded->segment;
    bool trusted = !*is_copy;
    std::vector<std::uint64_t> aside;
    for (const auto number : *segments) {
        if (number < folded->segment && !*is_copy) {
            // The database has all of this segment, so it will be removed, unless it belongs to another database.
            const auto head = read_segment_head(*options_.disk, journal_folder(), number, *id);
            if (!head) return head.error();
            if (*head == SegmentEnd::foreign) aside.push_back(number);
            continue;
        }
        trusted = trusted && (number == next || number == next + 1);
        if (trusted) {
            const auto good = replay_segment(database, *id, number, *folded);
            if (!good) return good.error();
            trusted = *good;
        }
        if (!trusted) aside.push_back(number);
        next = number;
    }
    const char* lost = *is_copy         ? "this is a restored copy"
                       : !trusted       ? "the journal is damaged or does not belong to this database"
                       : was_cut(*mark) ? "the machine went down while papo ran"
                                        : nullptr;
    // New epochs go first: if this start is killed on the way, the next one must find the damaged segments again.
    if (lost != nullptr) {
        if (auto renewed = renew_epochs(database, lost); !renewed) return renewed;
    }
    if (auto moved = set_aside(aside, *id); !moved) return moved;
    if (auto cleared = database.clear_copy_mark(); !cleared) return cleared;
    if (const auto unknown = database.unknown_facts(); unknown > 0) {
        options_.warn("skipped " + std::to_string(unknown) + " facts in the journal, of kinds that a newer papo wrote");
    }
    oldest_segment_ = segments->empty() ? next + 1 : segments->front();
    end_ = {next + 1, segment_head};
    return {};
}

// Folds the segment's records up to the first bad one; false when there is one.
Result<bool> LogStorage::replay_segment(Database& database, const DatabaseId& id, std::uint64_t number,
                                        Position folded) {
    const auto segment = read_segment(*options_.disk, journal_folder(), number, folded, id);
    if (!segment) return segment.error();
    for (std::size_t at = 0; at < segment->records.size(); at += records_a_fold) {
        const auto count = std::min(records_a_fold, segment->records.size() - at);
        if (auto result = database.fold({segment->records.data() + at, count}); !result) {
            if (database.found_damage()) return false;
            return result.error();
        }
    }
    switch (segment->end) {
    case SegmentEnd::torn:
        options_.warn("the journal ended in the middle of a record: cut its last " + std::to_string(segment->cut) +
                      " bytes, which nobody was told of");
        return true;
    case SegmentEnd::whole: return true;
    case SegmentEnd::newer: return newer_segment(journal_folder(), number);
    case SegmentEnd::damaged:
    case SegmentEnd::foreign: break;
    }
    return false;
}

Result<void> LogStorage::renew_epochs(Database& database, const char* why) {
    options_.warn(std::string(why) + ": the newest messages may be lost, clients read each room anew");
    return database.renew_epochs(options_.make_epoch);
}

Result<void> LogStorage::set_aside(const std::vector<std::uint64_t>& segments, const DatabaseId& id) {
    for (const auto number : segments) {
        const auto path = segment_path(journal_folder(), number);
        const auto head = read_segment_head(*options_.disk, journal_folder(), number, id);
        if (head && *head == SegmentEnd::foreign) options_.warn(foreign_segment(journal_folder(), number).message);
        if (auto moved = options_.disk->rename(path, path + ".damaged"); !moved) return moved;
        options_.warn("kept " + path + ".damaged; nothing reads it any more");
    }
    return {};
}

Result<void> LogStorage::load_people(Database& database) {
    auto people = database.people();
    if (!people) return people.error();
    for (const auto& seat : *people) {
        if (rooms_.find(seat.room) != nullptr) continue;
        auto room = database.load_room(seat.room, options_.limits.loaded);
        if (!room) return room.error();
        if (*room) rooms_.put(std::move((*room)->record)).prepend((*room)->tail);
    }
    people_ = std::move(*people);
    return {};
}

void LogStorage::start_worker(std::unique_ptr<Database> database) {
    Worker::Options options;
    options.journal_folder = journal_folder();
    options.first_segment = oldest_segment_;
    options.retention = options_.retention;
    options.disk = options_.disk;
    options.wake_loop = options_.wake_loop;
    options.warn = options_.warn;
    options.folded = [this](Position end) { folded_ = end; };
    options.shortened = [this](const Shortened& room) { on_shortened(room); };
    worker_ = std::make_unique<Worker>(std::move(database), std::move(options));
}

LogStorage::~LogStorage() {
    if (!worker_) return;
    commit();
    auto rest = worker_->stop();
    if (!journal_ || rest.folded < end_) return;  // the next start does the rest
    const auto whole = rest.database->checkpoint();
    if (!whole || !*whole) return;
    for (auto number = rest.oldest_segment; number <= end_.segment; ++number) {
        (void)options_.disk->remove(segment_path(journal_folder(), number));
    }
    (void)rest.database->set_running("");
}

}  // namespace papo::store
