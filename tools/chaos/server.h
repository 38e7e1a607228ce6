// The server under test as a process: the real program with a folder of its own, always on one port.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "dice.h"
#include "papo/base/fd.h"

namespace papo::chaos {

class Server {
public:
    // Does not start the server. Its files go into `folder`. `options` (--name=value) override the default ones.
    Server(std::string program, std::filesystem::path folder, std::vector<std::string> options);
    ~Server();
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;

    std::uint16_t port() const { return port_; }
    void spawn();
    // Whether it says within this time that it is ready.
    bool becomes_ready(Millis patience);
    void send(int signal) const;
    // Its wait status; nothing when it does not end in time.
    std::optional<int> wait(Millis patience);
    // From spawn to readiness, of each start that got so far.
    const std::vector<Millis>& start_times() const { return start_times_; }
    // The last line it wrote to standard error.
    std::string last_words() const;

private:
    std::filesystem::path log() const { return folder_ / "server.log"; }

    std::string program_;
    std::filesystem::path folder_;
    std::vector<std::string> options_;
    std::uint16_t port_;
    pid_t pid_ = -1;
    Fd out_;
    std::string said_;
    std::chrono::steady_clock::time_point spawned_;
    std::vector<Millis> start_times_;
};

// An end in words: "exit status 1", "signal 11".
std::string words_of_end(int wait_status);

}  // namespace papo::chaos
