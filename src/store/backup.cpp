#include "papo/store/backup.h"

#include <filesystem>
#include <system_error>

#include "papo/store/snapshot.h"

namespace papo::store {
namespace {

// Folds the journal into the copy, marks it as a copy, and makes it one file without a write-ahead log.
Result<void> complete(Snapshot& snapshot, Database& copy, const std::function<bool()>& go_on) {
    const auto fold = [&](std::span<const Record> records) -> Result<void> {
        if (!go_on()) return Error{"interrupted"};
        return copy.fold(records);
    };
    if (auto read = snapshot.read_journal(fold); !read) return read;
    if (auto marked = copy.set_running(""); !marked) return marked;
    if (auto marked = copy.set_copy_mark(); !marked) return marked;
    return copy.stand_alone();
}

Result<void> copy_all(const std::string& path, const std::string& file, const std::function<bool()>& go_on) {
    auto snapshot = Snapshot::take(path);
    if (!snapshot) return snapshot.error();
    if (auto copied = snapshot->database().copy_to(file, go_on); !copied) return copied;
    auto copy = Database::open_copy(file);
    if (!copy) return copy.error();
    if (auto completed = complete(*snapshot, **copy, go_on); !completed) return completed;
    // Report damage now, not on the day when somebody needs the backup.
    const auto sound = (*copy)->is_sound();
    if (!sound) return sound.error();
    if (!*sound) return Error{path + " is damaged, and a backup of it would be"};
    return {};
}

}  // namespace

Result<void> write_backup(const std::string& path, const std::string& copy, const std::function<bool()>& go_on) {
    auto copied = copy_all(path, copy, go_on);
    if (copied) return copied;
    std::error_code ignored;
    for (const auto* suffix : {"-wal", "-shm", "-journal"}) std::filesystem::remove(copy + suffix, ignored);
    return copied;
}

}  // namespace papo::store
