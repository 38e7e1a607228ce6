#include "papo/commands/backup.h"

#include "papo/commands/interruption.h"
#include "papo/store/backup.h"
#include "papo/store/new_file.h"

namespace papo::commands {

Result<void> make_backup(const config::BackupOptions& options) {
    // What is said in locked rooms, and what session tokens are made with, is its owner's alone to read.
    auto file = store::NewFile::create(options.file, 0600);
    if (!file) return file.error();
    auto interruption = Interruption::watch();
    if (!interruption) return interruption.error();
    auto written = store::write_backup(options.db, file->temporary_path(), [&] { return !interruption->has_come(); });
    if (interruption->has_come()) return Interruption::error(options.file);
    return written ? file->keep() : written;
}

}  // namespace papo::commands
