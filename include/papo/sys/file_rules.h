// Landlock: limits the files that the process may open, and forbids TCP connections and signals to other processes.
#pragma once

#include <string>
#include <vector>

#include "papo/base/result.h"

namespace papo::sys {

struct FileRules {
    std::vector<std::string> work_in;  // folders in which files may be read, written, made, renamed and removed
    std::vector<std::string> read;     // read-only files and folders; missing ones are ignored
};

// The kernel's version of Landlock; 0: none.
int landlock_version();

// Applies to the calling thread and threads that it starts later, and cannot be undone; open files stay open. Needs
// give_up_new_privileges(). Older kernels enforce less: connections need version 4, signals and abstract sockets 6.
Result<void> restrict_files(const FileRules& rules);

}  // namespace papo::sys
