// The real program on a free port, with private folders; killed at the end of the test.
#pragma once

#include <sys/types.h>

#include <csignal>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "tests/support/temp_folder.h"

namespace papo::test {

using Options = std::vector<std::string>;

// A run of the program that ends by itself.
struct ProgramRun {
    int status = -1;  // the exit status; -1: a signal killed the program
    std::string out;
    std::string err;
};
ProgramRun run_program(const Options& options, const Options& environment = {});
// The same, but sends the signal once `when`, asked every millisecond, returns true.
ProgramRun run_program_until(const Options& options, int signal, const std::function<bool()>& when);

// The program's output on a terminal of 80 columns up to `last`; then kills the program.
std::string run_on_terminal(const Options& options, std::string_view last);

class ServerProcess {
public:
    // Returns once the program has printed that it listens. `max_descriptors` 0: this process's limit.
    // `passed`: an open socket that the program inherits to listen on; not owned.
    explicit ServerProcess(Options options = {}, std::uint64_t max_descriptors = 0, Options environment = {},
                           int passed = -1);
    ~ServerProcess();
    ServerProcess(const ServerProcess&) = delete;
    ServerProcess& operator=(const ServerProcess&) = delete;

    std::uint16_t port() const { return port_; }
    pid_t pid() const { return pid_; }
    std::filesystem::path uploads() const { return folder_.path() / "uploads"; }
    std::filesystem::path database() const { return folder_.path() / "data" / "papo.db"; }
    std::filesystem::path www() const { return folder_.path() / "www"; }
    const std::string& ready_line() const { return ready_line_; }
    // Sends the signal and returns the exit status; -1: the signal killed the program.
    int stop(int signal = SIGTERM);
    // Ends the program with the signal and starts it again on the same port.
    void restart(int signal);
    std::size_t own_bytes() const;
    // Limits the size of the program's files from now on (RLIMIT_FSIZE).
    void limit_files(std::uint64_t bytes);
    // The number of the program's open descriptors.
    std::size_t descriptors() const;

private:
    void start(std::uint16_t port);

    TempFolder folder_;
    Options options_;
    std::uint64_t max_descriptors_;
    Options environment_;
    int passed_;
    pid_t pid_ = -1;
    std::uint16_t port_ = 0;
    std::string ready_line_;
};

}  // namespace papo::test
