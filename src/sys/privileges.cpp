#include "papo/sys/privileges.h"

#include <linux/capability.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdint>
#include <cstring>

namespace papo::sys {

Result<void> give_up_new_privileges() {
    if (::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) {
        return Error{std::string("cannot give up new privileges: ") + std::strerror(errno)};
    }
    return {};
}

void allow_core_dumps(bool allowed) {
    ::prctl(PR_SET_DUMPABLE, allowed ? 1 : 0, 0, 0, 0);
}

// Uses bare system calls: the C library has no functions for them, and libcap would be another dependency.
Result<void> keep_capabilities(std::initializer_list<int> kept) {
    __user_cap_header_struct head{_LINUX_CAPABILITY_VERSION_3, 0};
    std::array<__user_cap_data_struct, _LINUX_CAPABILITY_U32S_3> sets{};
    const auto failed = [] { return Error{std::string("cannot give up capabilities: ") + std::strerror(errno)}; };
    ::prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0);
    if (::syscall(SYS_capget, &head, sets.data()) != 0) return failed();
    std::array<std::uint32_t, _LINUX_CAPABILITY_U32S_3> mask{};
    for (const int capability : kept) {
        mask.at(static_cast<std::size_t>(capability) / 32) |= 1U << (static_cast<unsigned>(capability) % 32);
    }
    for (std::size_t i = 0; i < sets.size(); ++i) {
        sets.at(i).permitted &= mask.at(i);
        sets.at(i).effective &= mask.at(i);
        sets.at(i).inheritable = 0;
    }
    if (::syscall(SYS_capset, &head, sets.data()) != 0) return failed();
    return {};
}

}  // namespace papo::sys
