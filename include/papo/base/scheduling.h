// Hints of the loop's thread and its workers to the kernel's scheduler. Nothing depends on their success.
#pragma once

namespace papo {

// Gives the calling thread short slices, so that on waking it preempts threads with longer ones (sched_setattr(2), the
// slice of a normal thread; kernels before 6.12 ignore it). Threads that it starts later inherit the setting.
void ask_for_short_slices();

// Lowers the calling thread's priority: its work is not urgent, and other threads on its processor go first.
void go_behind();

}  // namespace papo
