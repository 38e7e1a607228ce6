#include "tests/support/server_process.h"

#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <utility>

#include "papo/base/fd.h"

namespace papo::test {
namespace {

constexpr int patience_ms = 20'000;  // with a sanitizer on a busy machine

std::string program() {
    const char* path = std::getenv("PAPO_BIN");
    return path != nullptr ? path : "build/papo";
}

struct Pipe {
    Fd read;
    Fd write;
};

Pipe make_pipe() {
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
    return {Fd(ends[0]), Fd(ends[1])};
}

struct Child {
    Options arguments;
    Options environment;  // NAME=value
    int out = -1;
    int err = -1;  // -1: this process's standard error
    std::uint64_t max_descriptors = 0;
    int passed = -1;  // a socket to listen on, as a service manager passes it
};

[[noreturn]] void become(const Child& child) {
    std::vector<char*> argv;
    for (const auto& argument : child.arguments) argv.push_back(const_cast<char*>(argument.c_str()));
    argv.push_back(nullptr);
    for (const auto& variable : child.environment) ::putenv(const_cast<char*>(variable.c_str()));
    ::dup2(child.out, STDOUT_FILENO);
    if (child.err >= 0) ::dup2(child.err, STDERR_FILENO);
    if (child.max_descriptors != 0) {
        const rlimit limit{child.max_descriptors, child.max_descriptors};
        ::setrlimit(RLIMIT_NOFILE, &limit);
    }
    if (child.passed >= 0) {
        if (child.passed != 3) ::dup2(child.passed, 3);
        ::fcntl(3, F_SETFD, 0);
        ::setenv("LISTEN_FDS", "1", 1);
        ::setenv("LISTEN_PID", std::to_string(::getpid()).c_str(), 1);
    }
    ::execv(argv[0], argv.data());
    ::_exit(127);
}

pid_t spawn(const Child& child) {
    const auto pid = ::fork();
    if (pid < 0) throw std::runtime_error("cannot fork");
    if (pid == 0) become(child);
    return pid;
}

int wait_for(pid_t pid) {
    int status = 0;
    ::waitpid(pid, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

std::string read_line(int fd) {
    std::string line;
    while (line.empty() || line.back() != '\n') {
        pollfd waiting{fd, POLLIN, 0};
        if (::poll(&waiting, 1, patience_ms) <= 0) throw std::runtime_error("the server said nothing");
        char byte = 0;
        if (::read(fd, &byte, 1) != 1) throw std::runtime_error("the server ended before it was ready");
        line += byte;
    }
    line.pop_back();
    return line;
}

std::string read_all(int fd) {
    std::string text;
    std::array<char, 4096> part{};
    for (ssize_t got = 0; (got = ::read(fd, part.data(), part.size())) > 0;)
        text.append(part.data(), static_cast<std::size_t>(got));
    return text;
}

// Calls `watch` once the program runs.
template <typename Watch>
ProgramRun run_and_watch(const Options& options, const Options& environment, Watch watch) {
    auto out = make_pipe();
    auto err = make_pipe();
    Child child{{program()}, environment, out.write.get(), err.write.get()};
    child.arguments.insert(child.arguments.end(), options.begin(), options.end());
    const auto pid = spawn(child);
    out.write.reset();
    err.write.reset();
    watch(pid);
    ProgramRun run;
    run.out = read_all(out.read.get());
    run.err = read_all(err.read.get());
    run.status = wait_for(pid);
    return run;
}

}  // namespace

ProgramRun run_program(const Options& options, const Options& environment) {
    return run_and_watch(options, environment, [](pid_t) {});
}

ProgramRun run_program_until(const Options& options, int signal, const std::function<bool()>& when) {
    return run_and_watch(options, {}, [&](pid_t pid) {
        for (int waited = 0; !when(); ++waited) {
            if (waited >= patience_ms) throw std::runtime_error("the program does not get there");
            ::usleep(1000);
        }
        ::kill(pid, signal);
    });
}

std::string run_on_terminal(const Options& options, std::string_view last) {
    int terminal = -1;
    const winsize size{40, 80, 0, 0};
    const auto pid = ::forkpty(&terminal, nullptr, nullptr, &size);
    if (pid < 0) throw std::runtime_error("no terminal");
    if (pid == 0) {
        Child child{{program()}, {}, STDOUT_FILENO};
        child.arguments.insert(child.arguments.end(), options.begin(), options.end());
        become(child);
    }
    const Fd owner(terminal);
    std::string text;
    while (text.find(last) == std::string::npos) {
        std::array<char, 4096> part{};
        pollfd waiting{terminal, POLLIN, 0};
        const auto got = ::poll(&waiting, 1, patience_ms) > 0 ? ::read(terminal, part.data(), part.size()) : -1;
        if (got <= 0) break;
        text.append(part.data(), static_cast<std::size_t>(got));
    }
    ::kill(pid, SIGKILL);
    wait_for(pid);
    return text;
}

ServerProcess::ServerProcess(Options options, std::uint64_t max_descriptors, Options environment, int passed)
    : options_(std::move(options)),
      max_descriptors_(max_descriptors),
      environment_(std::move(environment)),
      passed_(passed) {
    write_file(www() / "index.html", "<!doctype html><title>papo</title>");
    start(0);
}

ServerProcess::~ServerProcess() {
    if (pid_ > 0) stop(SIGKILL);
}

void ServerProcess::start(std::uint16_t port) {
    auto out = make_pipe();
    Child child{{program()}, environment_, out.write.get(), -1, max_descriptors_, passed_};
    child.arguments.insert(child.arguments.end(), options_.begin(), options_.end());
    const auto has = [this](std::string_view option) {
        return std::find(options_.begin(), options_.end(), option) != options_.end();
    };
    for (const auto& [option, value] : {std::pair{"--port", std::to_string(port)},
                                        {"--www", www().string()},
                                        {"--uploads", uploads().string()},
                                        {"--db", database().string()},
                                        {"--mdns", std::string("off")}}) {
        if (!has(option)) child.arguments.insert(child.arguments.end(), {option, value});
    }
    // A configuration file may set the log level, and a reload may change it.
    if (!has("--log-level") && !has("--config")) {
        child.arguments.insert(child.arguments.end(), {"--log-level", "error"});
    }
    pid_ = spawn(child);
    out.write.reset();
    try {
        ready_line_ = read_line(out.read.get());
    } catch (...) {  // from the constructor: no destructor would end the program
        stop(SIGKILL);
        throw;
    }
    port_ = static_cast<std::uint16_t>(std::stoul(ready_line_.substr(ready_line_.rfind(':') + 1)));
}

int ServerProcess::stop(int signal) {
    ::kill(pid_, signal);
    return wait_for(std::exchange(pid_, -1));
}

void ServerProcess::restart(int signal) {
    stop(signal);
    start(port_);
}

std::size_t ServerProcess::own_bytes() const {
    std::ifstream rollup("/proc/" + std::to_string(pid_) + "/smaps_rollup");
    std::size_t kib = 0;
    for (std::string word; rollup >> word;) {
        if (word == "Anonymous:" && rollup >> kib) break;
    }
    return kib * 1024;
}

void ServerProcess::limit_files(std::uint64_t bytes) {
    const rlimit limit{bytes, bytes};
    if (::prlimit(pid_, RLIMIT_FSIZE, &limit, nullptr) != 0) throw std::runtime_error("cannot limit its files");
}

std::size_t ServerProcess::descriptors() const {
    const auto folder = std::filesystem::directory_iterator("/proc/" + std::to_string(pid_) + "/fd");
    return static_cast<std::size_t>(std::distance(begin(folder), end(folder)));
}

}  // namespace papo::test
