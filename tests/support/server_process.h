// The real program, started on a free port with folders of its own; killed when the test is over.
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
    int status = -1;  // what it exited with; -1 when it was killed by a signal
    std::string out;
    std::string err;
};
ProgramRun run_program(const Options& options, const Options& environment = {});
// The same, but with a signal once `when` says so; it is asked every millisecond.
ProgramRun run_program_until(const Options& options, int signal, const std::function<bool()>& when);

// What it says on a terminal of 80 columns until `last` has been said; then it is killed.
std::string run_on_terminal(const Options& options, std::string_view last);

class ServerProcess {
public:
    // Returns once the program has said that it listens. `max_descriptors` 0: as many as this process may have.
    // `passed`: a socket that the program finds open, to listen on; not owned.
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
    // Sends the signal; the exit status, -1 when it was the signal that ended it.
    int stop(int signal = SIGTERM);
    // Ends it with the signal and starts it again on the same port.
    void restart(int signal);
    std::size_t own_bytes() const;
    // From now on no file of its may grow beyond that (RLIMIT_FSIZE).
    void limit_files(std::uint64_t bytes);
    // How many it has open.
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
