#include "tools/bench/load/server_usage.h"

#include <time.h>

#include <filesystem>
#include <fstream>
#include <string>

namespace papo::load {
namespace {

std::int64_t read_clock(clockid_t clock) {
    timespec time{};
    ::clock_gettime(clock, &time);
    return std::int64_t{time.tv_sec} * 1'000'000'000 + time.tv_nsec;
}

std::string folder_of(int pid) {
    return "/proc/" + std::to_string(pid);
}

std::int64_t kib_in(const std::string& file, const std::string& key) {
    std::ifstream in(file);
    for (std::string word; in >> word;) {
        std::int64_t kib = 0;
        if (word == key && in >> kib) return kib;
    }
    return 0;
}

}  // namespace

// schedstat counts nanoseconds, stat only hundredths of a second.
std::int64_t cpu_ns(const std::vector<int>& pids) {
    std::int64_t total = 0;
    for (const int pid : pids) {
        std::error_code gone;
        for (const auto& task : std::filesystem::directory_iterator(folder_of(pid) + "/task", gone)) {
            std::int64_t spent = 0;
            if (std::ifstream(task.path() / "schedstat") >> spent) total += spent;
        }
    }
    return total;
}

std::int64_t resident_bytes(const std::vector<int>& pids) {
    std::int64_t total = 0;
    // smaps_rollup is exact; statm is rounded by what each CPU has not yet accounted.
    for (const int pid : pids) total += 1024 * kib_in(folder_of(pid) + "/smaps_rollup", "Rss:");
    return total;
}

std::int64_t own_bytes(const std::vector<int>& pids) {
    std::int64_t total = 0;
    for (const int pid : pids) total += 1024 * kib_in(folder_of(pid) + "/smaps_rollup", "Anonymous:");
    return total;
}

std::int64_t own_cpu_ns() {
    return read_clock(CLOCK_PROCESS_CPUTIME_ID);
}

std::int64_t now_ns() {
    return read_clock(CLOCK_MONOTONIC);
}

}  // namespace papo::load
