// What the loop's thread and its workers ask of the kernel's scheduler, which is a wish: nothing depends on it.
#pragma once

namespace papo {

// The calling thread wants the processor often and briefly: a thread that works longer at a stretch makes way for it
// as soon as it wakes up (sched_setattr(2), the slice of a normal thread; kernels before 6.12 pass over it). Threads
// that it starts later inherit it.
void ask_for_short_slices();

// The calling thread's work has time: it goes behind the others where they share a processor.
void go_behind();

}  // namespace papo
