#include "papo/commands/backup.h"

#include "papo/commands/interruption.h"
#include "papo/store/backup.h"
#include "papo/store/new_file.h"

namespace papo::commands {

Result<void> make_backup(const config::BackupOptions& options) {
    // Before there is a file that a signal would leave behind.
    auto interruption = Interruption::watch();
    if (!interruption) return interruption.error();
    // The backup holds the messages of locked rooms and the key of session tokens: only its owner may read it.
    auto file = store::NewFile::create(options.file, 0600);
    if (!file) return file.error();
    auto written = store::write_backup(options.db, file->temporary_path(), [&] { return !interruption->has_come(); });
    if (interruption->has_come()) return Interruption::error(options.file);
    return written ? file->keep() : written;
}

}  // namespace papo::commands
