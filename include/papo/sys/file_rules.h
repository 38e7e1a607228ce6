// Landlock: which files a process may still open, and that it makes no TCP connections and sends others no signals.
#pragma once

#include <string>
#include <vector>

#include "papo/base/result.h"

namespace papo::sys {

struct FileRules {
    std::vector<std::string> work_in;  // folders: files in them are read, written, made, renamed and removed
    std::vector<std::string> read;     // files and folders, only read; one that does not exist is left out
};

// The version of Landlock that the kernel speaks; 0: none.
int landlock_version();

// For the calling thread and those it starts, for good; what is open stays open. Needs give_up_new_privileges().
// An older kernel enforces what it knows: connections from version 4, signals and abstract sockets from version 6.
Result<void> restrict_files(const FileRules& rules);

}  // namespace papo::sys
