// What the measured processes use, as the kernel tells it in /proc.
#pragma once

#include <cstdint>
#include <vector>

namespace papo::load {

// Nanoseconds on a CPU since each began, all threads together.
std::int64_t cpu_ns(const std::vector<int>& pids);
// Bytes of resident memory.
std::int64_t resident_bytes(const std::vector<int>& pids);
// The part of it that belongs to no file, so that code which is used for the first time does not count.
std::int64_t own_bytes(const std::vector<int>& pids);
// Nanoseconds on a CPU of this process.
std::int64_t own_cpu_ns();
// Nanoseconds on the monotonic clock.
std::int64_t now_ns();

}  // namespace papo::load
