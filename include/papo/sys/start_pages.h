// Memory that only the start needed. What a program and its libraries do once (linking, reading the configuration,
// opening the database) touches several times as many pages of code as serving does, and they would stay mapped.
#pragma once

namespace papo::sys {

// Whether a debugger watches this process; also when that cannot be known.
bool is_traced();

// Unmaps the pages of code and constants, and gives free memory of the heap back; for the end of the start. What is
// used again comes back from the page cache at its first use, up to 64 KiB at a time, without a disk. Not for a traced
// process: a debugger's breakpoints are changed pages, and would be lost.
void give_back_start_pages();

}  // namespace papo::sys
