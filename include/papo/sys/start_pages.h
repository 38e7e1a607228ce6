// Returns memory that only the start needed. Linking, reading the configuration and opening the database touch several
// times as many pages of code as serving does. Without this they would stay resident, and START of `make bench` would
// miss its goal of 8 MiB (10.5 without this, 3.5 with it).
#pragma once

namespace papo::sys {

// Whether a debugger traces this process; true when that is unknown.
bool is_traced();

// Unmaps the pages of code and constants; call it at the end of the start. Pages come back from the page cache at their
// next use, up to 64 KiB at a time, without a disk read. Not for a traced process: it would lose its breakpoints, which
// are changed pages.
void give_back_start_pages();

}  // namespace papo::sys
