// The system's figures about this process and its disks. The probe opens all its files at the start, because a confined
// process cannot open them later.
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
    std::uint64_t database = 0;      // bytes, with the write-ahead log; 0: in memory only
    std::uint64_t uploads_free = 0;  // bytes of the uploads' disk that this process may use
    std::uint64_t database_free = 0;
};

class SystemProbe {
public:
    // The process starts now. A figure that the system refuses is 0.
    SystemProbe();
    // Both folders exist.
    void watch_disks(const std::string& uploads, const std::string& database);

    // Leaves out the descriptors: counting takes time in proportion to them.
    SystemFigures read() const;
    std::uint64_t count_descriptors() const;

private:
    std::int64_t started_ms_;
    std::uint64_t max_descriptors_ = 0;
    Fd memory_;       // /proc/self/statm
    Fd descriptors_;  // /proc/self/fd
    Fd uploads_;
    Fd folder_;  // the database's
    std::string database_;
};

}  // namespace papo::ops
