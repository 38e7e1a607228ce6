// Memory that only the start needed. What a program and its libraries do once (linking, reading the configuration,
// opening the database) touches several times as many pages of code as serving does, and they would stay mapped: START
// of `make bench` would miss its goal of 8 MiB resident (10.5 without this, 3.5 with it).
#pragma once

namespace papo::sys {

// Whether a debugger watches this process; also when that cannot be known.
bool is_traced();

// Unmaps the pages of code and constants; for the end of the start. What is used again comes back from the page cache
// at its first use, up to 64 KiB at a time, without a disk. Not for a traced process: a debugger's breakpoints are
// changed pages, and would be lost.
void give_back_start_pages();

}  // namespace papo::sys
