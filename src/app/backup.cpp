#include "papo/app/backup.h"

#include "papo/app/new_file.h"
#include "papo/store/backup.h"

namespace papo::app {

Result<void> make_backup(const BackupOptions& options) {
    // What is said in locked rooms, and what session tokens are made with, is its owner's alone to read.
    auto file = NewFile::create(options.file, 0600);
    if (!file) return file.error();
    auto written = store::write_backup(options.db, file->temporary_path(), [&file] { return !file->is_interrupted(); });
    if (!written && !file->is_interrupted()) return written;
    return file->keep();
}

}  // namespace papo::app
