// A page of memory in a file, shared by a test and the shim in the program under test; it states which call fails next.
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
    open,   // and openat, on the loop's thread only: the worker opens folders at times that a test cannot know
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
    std::atomic<std::int32_t> countdown;  // calls up to the one that fails; below 1: disarmed
    std::atomic<std::int32_t> error;      // errno; 0: the call transfers only one byte
    std::atomic<std::uint32_t> hits;      // calls that have failed since the test armed the shim
};

inline constexpr const char* fault_variable = "PAPO_TEST_FAULTS";  // names the file

}  // namespace papo::test
