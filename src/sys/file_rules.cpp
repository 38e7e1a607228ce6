#include "papo/sys/file_rules.h"

#include <fcntl.h>
#include <linux/landlock.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <cstring>

#include "papo/base/fd.h"

namespace papo::sys {
namespace {

// Debian 12's <linux/landlock.h> ends with version 2, so these are later values, which the kernel never changes.
constexpr std::uint64_t access_truncate = 1U << 14U;   // version 3
constexpr std::uint64_t access_ioctl_dev = 1U << 15U;  // version 5
constexpr std::uint64_t net_bind = 1U << 0U;           // version 4
constexpr std::uint64_t net_connect = 1U << 1U;
constexpr std::uint64_t scope_abstract_socket = 1U << 0U;  // version 6
constexpr std::uint64_t scope_signal = 1U << 1U;

// An older kernel accepts this longer struct if the fields that it does not know are zero.
struct Ruleset {
    std::uint64_t files = 0;
    std::uint64_t net = 0;
    std::uint64_t scoped = 0;
};

constexpr std::uint64_t for_reading = LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR;
constexpr std::uint64_t for_working = for_reading | LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_REMOVE_FILE |
                                      LANDLOCK_ACCESS_FS_MAKE_REG | LANDLOCK_ACCESS_FS_REFER | access_truncate;
constexpr std::uint64_t of_files =
    LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_READ_FILE | access_truncate;

Ruleset all_of(int version) {
    Ruleset all;
    all.files = (LANDLOCK_ACCESS_FS_MAKE_SYM << 1U) - 1;  // version 1: the lowest 13 bits
    if (version >= 2) all.files |= LANDLOCK_ACCESS_FS_REFER;
    if (version >= 3) all.files |= access_truncate;
    if (version >= 4) all.net = net_bind | net_connect;
    if (version >= 5) all.files |= access_ioctl_dev;
    if (version >= 6) all.scoped = scope_abstract_socket | scope_signal;
    return all;
}

Error failure(const std::string& what) {
    return {what + ": " + std::strerror(errno)};
}

Result<void> allow(const Fd& ruleset, const std::string& path, std::uint64_t access) {
    const Fd place(::open(path.c_str(), O_PATH | O_CLOEXEC));
    struct stat info {};
    if (!place || ::fstat(place.get(), &info) != 0) return failure(path);
    if (!S_ISDIR(info.st_mode)) access &= of_files;
    const landlock_path_beneath_attr rule{access, place.get()};
    if (::syscall(SYS_landlock_add_rule, ruleset.get(), LANDLOCK_RULE_PATH_BENEATH, &rule, 0) != 0) {
        return failure(path);
    }
    return {};
}

}  // namespace

int landlock_version() {
    const auto version = ::syscall(SYS_landlock_create_ruleset, nullptr, 0, LANDLOCK_CREATE_RULESET_VERSION);
    return version < 0 ? 0 : static_cast<int>(version);
}

Result<void> restrict_files(const FileRules& rules) {
    const int version = landlock_version();
    if (version == 0) return Error{"this kernel has no Landlock, or does not let papo use it"};
    const auto all = all_of(version);
    const Fd ruleset(static_cast<int>(::syscall(SYS_landlock_create_ruleset, &all, sizeof all, 0)));
    if (!ruleset) return failure("Landlock takes no rules");
    for (const auto& folder : rules.work_in) {
        if (auto allowed = allow(ruleset, folder, for_working & all.files); !allowed) return allowed;
    }
    for (const auto& path : rules.read) {
        (void)allow(ruleset, path, for_reading);
    }
    if (::syscall(SYS_landlock_restrict_self, ruleset.get(), 0) != 0) return failure("Landlock refuses its rules");
    return {};
}

}  // namespace papo::sys
