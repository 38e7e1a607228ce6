#include "papo/sys/call_filter.h"

#include <seccomp.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <memory>
#include <span>
#include <string>

namespace papo::sys {
namespace {

// All forms of each call, because architectures and versions of the C library use different ones. Names that do not
// exist on this architecture are skipped.
constexpr std::array allowed{
    // existing sockets, and accepting new ones
    "accept", "accept4", "epoll_ctl", "epoll_pwait", "epoll_pwait2", "epoll_wait", "getpeername", "getsockname",
    "getsockopt", "poll", "ppoll", "recv", "recvfrom", "recvmsg", "send", "sendfile", "sendfile64", "sendmsg", "sendto",
    "setsockopt", "shutdown",
    // files; Landlock limits which ones
    "access", "close", "copy_file_range", "faccessat", "faccessat2", "fadvise64", "fadvise64_64", "arm_fadvise64_64",
    "fallocate", "fchmod", "fchown", "fchown32", "fcntl", "fcntl64", "fdatasync", "flock", "fstat", "fstat64",
    "fstatat64", "fstatfs", "fstatfs64", "fsync", "ftruncate", "ftruncate64", "getcwd", "getdents64", "_llseek",
    "linkat", "lseek", "lstat", "lstat64", "msync", "newfstatat", "open", "openat", "pread64", "preadv", "pwrite64",
    "pwritev", "read", "readlink", "readlinkat", "readv", "rename", "renameat", "renameat2", "stat", "stat64", "statx",
    "unlink", "unlinkat", "write", "writev",
    // memory
    "brk", "madvise", "mremap", "munmap",
    // existing threads, signals, exit
    "exit", "exit_group", "futex", "futex_time64", "restart_syscall", "rseq", "rt_sigaction", "rt_sigprocmask",
    "rt_sigreturn", "sched_getaffinity", "sched_yield", "set_robust_list", "sigaltstack", "sigreturn",
    // time, randomness, identity
    "clock_getres", "clock_getres_time64", "clock_gettime", "clock_gettime64", "clock_nanosleep",
    "clock_nanosleep_time64", "getegid", "getegid32", "geteuid", "geteuid32", "getgid", "getgid32", "getpid",
    "getrandom", "gettid", "gettimeofday", "getuid", "getuid32", "nanosleep", "sysinfo", "time", "uname"};

// No library of papo uses these calls in a running server.
constexpr std::array deadly{"execve",
                            "execveat",
                            "fork",
                            "vfork",  // programs
                            "ptrace",
                            "process_vm_readv",
                            "process_vm_writev",
                            "kcmp",
                            "pidfd_getfd",  // other processes
                            "bpf",
                            "perf_event_open",
                            "userfaultfd",
                            "iopl",
                            "ioperm",
                            "modify_ldt",
                            "kexec_load",
                            "kexec_file_load",
                            "init_module",
                            "finit_module",
                            "delete_module",
                            "reboot",
                            "swapon",
                            "swapoff",
                            "acct",  // the kernel
                            "mount",
                            "umount2",
                            "move_mount",
                            "open_tree",
                            "fsopen",
                            "fsmount",
                            "mount_setattr",
                            "pivot_root",
                            "chroot",
                            "open_by_handle_at",
                            "setns",
                            "unshare",  // the file tree, namespaces
                            "setuid",
                            "setgid",
                            "setreuid",
                            "setregid",
                            "setresuid",
                            "setresgid",
                            "setgroups",
                            "setfsuid",
                            "setfsgid",
                            "capset",
                            "add_key",
                            "request_key",
                            "keyctl"};  // other users, keys

using Filter = std::unique_ptr<void, void (*)(scmp_filter_ctx)>;

Error failure(int error) {
    return {std::string("seccomp cannot be used here: ") + std::strerror(-error)};
}

// Returns 0 or a negative errno.
int add(const Filter& filter, std::uint32_t action, const char* name, std::span<const scmp_arg_cmp> arguments = {}) {
    const int number = ::seccomp_syscall_resolve_name(name);
    if (number == __NR_SCMP_ERROR) return 0;
    return ::seccomp_rule_add_array(filter.get(), action, number, static_cast<unsigned>(arguments.size()),
                                    arguments.data());
}

int add_allowed_by_arguments(const Filter& filter) {
    // All executable memory is mapped already.
    constexpr std::array not_executable{scmp_arg_cmp{2, SCMP_CMP_MASKED_EQ, PROT_EXEC, 0}};
    for (const auto* name : {"mmap", "mmap2", "mprotect"}) {
        if (const int error = add(filter, SCMP_ACT_ALLOW, name, not_executable); error != 0) return error;
    }
    // for abort(3)
    const std::array itself{scmp_arg_cmp{0, SCMP_CMP_EQ, static_cast<scmp_datum_t>(::getpid()), 0}};
    if (const int error = add(filter, SCMP_ACT_ALLOW, "tgkill", itself); error != 0) return error;
    // A worker lowers its priority when it starts, which may be after this.
    constexpr std::array of_process{scmp_arg_cmp{0, SCMP_CMP_EQ, PRIO_PROCESS, 0}};
    return add(filter, SCMP_ACT_ALLOW, "setpriority", of_process);
}

int set_up(const Filter& filter) {
    ::seccomp_attr_set(filter.get(), SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_KILL_PROCESS);
    // Turns off the slow mitigation of speculative stores: this process runs no foreign code.
    ::seccomp_attr_set(filter.get(), SCMP_FLTATR_CTL_SSB, 1);
    ::seccomp_attr_set(filter.get(), SCMP_FLTATR_CTL_OPTIMIZE, 2);  // a binary tree instead of a list
    if (const int error = ::seccomp_attr_set(filter.get(), SCMP_FLTATR_CTL_TSYNC, 1); error != 0) return error;
    for (const auto* name : allowed) {
        if (const int error = add(filter, SCMP_ACT_ALLOW, name); error != 0) return error;
    }
    for (const auto* name : deadly) {
        if (const int error = add(filter, SCMP_ACT_KILL_PROCESS, name); error != 0) return error;
    }
    return add_allowed_by_arguments(filter);
}

}  // namespace

Result<void> restrict_calls() {
    const Filter filter(::seccomp_init(SCMP_ACT_ERRNO(ENOSYS)), ::seccomp_release);
    if (!filter) return failure(-ENOMEM);
    if (const int error = set_up(filter); error != 0) return failure(error);
    if (const int error = ::seccomp_load(filter.get()); error != 0) return failure(error);
    return {};
}

}  // namespace papo::sys
