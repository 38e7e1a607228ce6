// What the machine says of this process and its disks. All that is asked is opened at the start, because a confined
// process opens nothing of it later.
#pragma once

#include <cstdint>
#include <string>

#include "papo/base/fd.h"

namespace papo::ops {

struct SystemFigures {
    std::int64_t started_ms = 0;  // since 1970
    std::uint64_t cpu_us = 0;
    std::uint64_t resident = 0;  // bytes
    std::uint64_t descriptors = 0;
    std::uint64_t max_descriptors = 0;
    std::uint64_t database = 0;      // bytes, with its write-ahead log; 0 when it is in memory only
    std::uint64_t uploads_free = 0;  // bytes of their disk that this process may use
    std::uint64_t database_free = 0;
};

class SystemProbe {
public:
    // Of a process that starts now. What cannot be asked is 0.
    SystemProbe();
    // The folders are there.
    void watch_disks(const std::string& uploads, const std::string& database);

    // Without counting descriptors, which costs as much as there are.
    SystemFigures read() const;
    std::uint64_t count_descriptors() const;

private:
    std::int64_t started_ms_;
    std::uint64_t max_descriptors_ = 0;
    Fd memory_;       // /proc/self/statm
    Fd descriptors_;  // /proc/self/fd
    Fd uploads_;
    Fd folder_;  // of the database
    std::string database_;
};

}  // namespace papo::ops
