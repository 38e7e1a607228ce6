// What all actors share: the server's port, the phase, and everything that is counted or checked.
#pragma once

#include <atomic>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "attendance.h"
#include "findings.h"
#include "options.h"
#include "record.h"

namespace papo::chaos {

struct Tally {
    std::atomic<std::uint64_t> connections{0};
    std::atomic<std::uint64_t> cut{0};        // at a byte, by us
    std::atomic<std::uint64_t> hung_up{0};    // closed without a Close frame
    std::atomic<std::uint64_t> half_open{0};  // left lying
    std::atomic<std::uint64_t> stalls{0};     // did not read for a while
    std::atomic<std::uint64_t> too_slow{0};   // closed with 1013
    std::atomic<std::uint64_t> resent{0};     // not acknowledged when the connection was lost
    std::atomic<std::uint64_t> repeated{0};   // acknowledged already
    std::atomic<std::uint64_t> resumes{0};
    std::atomic<std::uint64_t> holes_filled{0};
    std::atomic<std::uint64_t> leaves{0};
};

// Rooms that writers fill quickly, to overrun a reader that has stopped.
class Floods {
public:
    explicit Floods(std::uint64_t left) : left_(left) {}
    // False when there were enough floods already.
    bool begin(const std::string& room);
    // Whether a flood of the room still needs so many bytes.
    bool take(const std::string& room, std::size_t bytes);
    // The flood's reader has ended its connection.
    void end() { --running_; }
    bool is_running() const { return running_ > 0; }

private:
    static constexpr std::size_t volume = 8U << 20U;  // the kernel's buffers and the server's bound, and then some
    std::mutex mutex_;
    std::uint64_t left_;
    std::map<std::string, std::size_t> bytes_left_;
    std::atomic<int> running_{0};
};

struct World {
    explicit World(const Options& options_, std::uint16_t port_) : options(options_), port(port_) {}

    const Options& options;
    std::uint16_t port;
    std::vector<std::string> rooms;
    std::atomic<bool> mischief{true};
    std::atomic<bool> stopped{false};
    std::atomic<std::uint64_t> signals{0};  // counted before each that is sent to the server
    Findings findings;
    Record record{findings};
    Attendance attendance;
    Tally tally;
    Floods floods{options.floods};
};

}  // namespace papo::chaos
