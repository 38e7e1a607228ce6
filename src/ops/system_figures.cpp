#include "papo/ops/system_figures.h"

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <charconv>
#include <cstring>
#include <ctime>
#include <filesystem>
#include <string_view>

#include "papo/base/clock.h"
#include "papo/store/log_storage.h"

namespace papo::ops {
namespace {

constexpr std::size_t max_listed = 1'000'000;  // descriptors

std::uint64_t cpu_us() {
    timespec time{};
    ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return static_cast<std::uint64_t>(time.tv_sec) * 1'000'000 + static_cast<std::uint64_t>(time.tv_nsec) / 1000;
}

// proc(5): the second number of statm is the resident pages.
std::uint64_t resident_bytes(int statm) {
    std::array<char, 128> text{};
    const auto got = ::pread(statm, text.data(), text.size(), 0);
    if (got <= 0) return 0;
    std::string_view rest(text.data(), static_cast<std::size_t>(got));
    rest.remove_prefix(std::min(rest.find(' ') + 1, rest.size()));
    std::uint64_t pages = 0;
    std::from_chars(rest.data(), rest.data() + rest.size(), pages);
    return pages * static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
}

std::uint64_t free_bytes(int folder) {
    struct statvfs disk {};
    return folder >= 0 && ::fstatvfs(folder, &disk) == 0 ? std::uint64_t{disk.f_bavail} * disk.f_frsize : 0;
}

std::uint64_t size_of(int folder, const std::string& name) {
    struct stat info {};
    return ::fstatat(folder, name.c_str(), &info, 0) == 0 ? static_cast<std::uint64_t>(info.st_size) : 0;
}

Fd open_folder(const std::string& path) {
    return Fd(::open(path.empty() ? "." : path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
}

}  // namespace

SystemProbe::SystemProbe()
    : started_ms_(read_wall_ms()),
      memory_(::open("/proc/self/statm", O_RDONLY | O_CLOEXEC)),
      descriptors_(open_folder("/proc/self/fd")) {}

void SystemProbe::watch_disks(const std::string& uploads, const std::string& database) {
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) == 0) max_descriptors_ = limit.rlim_cur;
    uploads_ = open_folder(uploads);
    if (database == store::LogStorage::in_memory) return;
    const std::filesystem::path path(database);
    folder_ = open_folder(path.parent_path().string());
    database_ = path.filename().string();
}

SystemFigures SystemProbe::read() const {
    SystemFigures figures;
    figures.started_ms = started_ms_;
    figures.cpu_us = cpu_us();
    figures.resident = resident_bytes(memory_.get());
    figures.max_descriptors = max_descriptors_;
    figures.uploads_free = free_bytes(uploads_.get());
    figures.database_free = free_bytes(folder_.get());
    if (!database_.empty()) {
        figures.database = size_of(folder_.get(), database_) + size_of(folder_.get(), database_ + "-wal");
    }
    return figures;
}

// getdents64(2) counts the entries without reading their names. Two of them, "." and "..", are no descriptors.
std::uint64_t SystemProbe::count_descriptors() const {
    struct Head {
        std::uint64_t inode;
        std::int64_t offset;
        std::uint16_t size;
    };
    alignas(Head) std::array<char, 8192> buffer{};
    std::uint64_t count = 0;
    ::lseek(descriptors_.get(), 0, SEEK_SET);
    while (count < max_listed) {
        const auto got = ::syscall(SYS_getdents64, descriptors_.get(), buffer.data(), buffer.size());
        if (got <= 0) break;
        for (std::size_t at = 0; at < static_cast<std::size_t>(got); ++count) {
            Head head{};
            std::memcpy(&head, &buffer[at], sizeof head);
            if (head.size == 0) return count;
            at += head.size;
        }
    }
    return count > 2 ? count - 2 : 0;
}

}  // namespace papo::ops
