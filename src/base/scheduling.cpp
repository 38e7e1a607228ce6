#include "papo/base/scheduling.h"

#include <linux/sched/types.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cstdint>

namespace papo {
namespace {

constexpr std::uint64_t shortest_slice_ns = 100'000;  // the kernel's minimum
constexpr int niceness = 10;

}  // namespace

// Changes only the slice: the other attributes are read and written back.
void ask_for_short_slices() {
    sched_attr attributes{};
    if (::syscall(SYS_sched_getattr, 0, &attributes, sizeof attributes, 0) != 0) return;
    attributes.sched_runtime = shortest_slice_ns;
    (void)::syscall(SYS_sched_setattr, 0, &attributes, 0);
}

// On Linux, niceness belongs to a thread, not to the process (setpriority(2), NOTES).
void go_behind() {
    ::setpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()), niceness);
}

}  // namespace papo
