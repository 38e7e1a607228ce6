// What a test and the shim in the program it has started share: a page of memory in a file, which says what call is to
// fail next.
#pragma once

#include <atomic>
#include <cstdint>

namespace papo::test {

enum class Call : std::uint32_t {
    none,
    accept,
    recv,
    sendmsg,
    sendfile,
    open,   // and openat, by the loop: the worker opens folders when it likes
    write,  // to a file
    writev,
    pwrite,
    link,  // and rename
    sync,  // fsync and fdatasync
    epoll_wait,
    epoll_ctl,
    stat,
};

struct FaultControl {
    std::atomic<Call> call;
    std::atomic<std::int32_t> countdown;  // calls until the one that fails; it is disarmed below 1
    std::atomic<std::int32_t> error;      // errno; 0: it does but one byte of what it should
    std::atomic<std::uint32_t> hits;      // calls that have failed since the test armed it
};

inline constexpr const char* fault_variable = "PAPO_TEST_FAULTS";  // names the file

}  // namespace papo::test
