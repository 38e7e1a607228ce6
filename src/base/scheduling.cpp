#include "papo/base/scheduling.h"

#include <linux/sched/types.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cstdint>

namespace papo {
namespace {

constexpr std::uint64_t shortest_slice_ns = 100'000;  // what the kernel takes
constexpr int niceness = 10;

}  // namespace

// All else of the thread stays as it is.
void ask_for_short_slices() {
    sched_attr attributes{};
    if (::syscall(SYS_sched_getattr, 0, &attributes, sizeof attributes, 0) != 0) return;
    attributes.sched_runtime = shortest_slice_ns;
    (void)::syscall(SYS_sched_setattr, 0, &attributes, 0);
}

// Linux counts niceness for one thread alone (setpriority(2), NOTES).
void go_behind() {
    ::setpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()), niceness);
}

}  // namespace papo
