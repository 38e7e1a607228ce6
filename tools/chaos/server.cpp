#include "server.h"

#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <fstream>
#include <random>
#include <stdexcept>
#include <thread>
#include <utility>

#include "tests/support/temp_folder.h"

namespace papo::chaos {
namespace {

bool is_free(std::uint16_t port) {
    const Fd fd(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    return ::bind(fd.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
}

// Below the ephemeral ports: while the server is down, a client could get its port as its own, and even connect to
// itself.
std::uint16_t free_port() {
    std::random_device random;
    for (int tries = 0; tries < 100; ++tries) {
        const auto port = static_cast<std::uint16_t>(std::uniform_int_distribution<int>(20'000, 32'000)(random));
        if (is_free(port)) return port;
    }
    throw std::runtime_error("there is no free port");
}

bool names(const std::vector<std::string>& options, const std::string& name) {
    return std::any_of(options.begin(), options.end(),
                       [&](const std::string& option) { return option.substr(0, option.find('=')) == name; });
}

}  // namespace

Server::Server(std::string program, std::filesystem::path folder, std::vector<std::string> options)
    : program_(std::move(program)), folder_(std::move(folder)), port_(free_port()) {
    test::write_file(folder_ / "www" / "index.html", "<!doctype html><title>papo</title>");
    options_ = {program_};
    const std::vector<std::string> own{"--host=127.0.0.1",
                                       "--port=" + std::to_string(port_),
                                       "--www=" + (folder_ / "www").string(),
                                       "--uploads=" + (folder_ / "uploads").string(),
                                       "--db=" + (folder_ / "data" / "papo.db").string(),
                                       "--rate=0"};
    for (const auto& option : own) {
        if (!names(options, option.substr(0, option.find('=')))) options_.push_back(option);
    }
    options_.insert(options_.end(), options.begin(), options.end());
}

Server::~Server() {
    send(SIGKILL);
    if (pid_ > 0) ::waitpid(pid_, nullptr, 0);
}

void Server::spawn() {
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
    out_ = Fd(ends[0]);
    const Fd out(ends[1]);
    const Fd err(::open(log().c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644));
    std::vector<char*> argv;
    for (auto& option : options_) argv.push_back(option.data());
    argv.push_back(nullptr);
    said_.clear();
    spawned_ = std::chrono::steady_clock::now();
    pid_ = ::fork();
    if (pid_ < 0) throw std::runtime_error("cannot fork");
    if (pid_ > 0) return;
    // Other threads' locks may be held here: nothing but system calls.
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    ::dup2(out.get(), STDOUT_FILENO);
    ::dup2(err.get(), STDERR_FILENO);
    ::execv(argv[0], argv.data());
    ::_exit(127);
}

bool Server::becomes_ready(Millis patience) {
    const auto until = std::chrono::steady_clock::now() + patience;
    while (said_.empty() || said_.back() != '\n') {
        const auto left = std::chrono::duration_cast<Millis>(until - std::chrono::steady_clock::now());
        pollfd waiting{out_.get(), POLLIN, 0};
        if (left.count() < 0 || ::poll(&waiting, 1, static_cast<int>(left.count())) <= 0) return false;
        std::array<char, 256> part{};
        const auto got = ::read(out_.get(), part.data(), part.size());
        if (got <= 0) return false;
        said_.append(part.data(), static_cast<std::size_t>(got));
    }
    start_times_.push_back(std::chrono::duration_cast<Millis>(std::chrono::steady_clock::now() - spawned_));
    return true;
}

void Server::send(int signal) const {
    if (pid_ > 0) ::kill(pid_, signal);  // -1 would be everybody
}

std::optional<int> Server::wait(Millis patience) {
    if (pid_ < 0) return std::nullopt;
    const auto until = std::chrono::steady_clock::now() + patience;
    for (;;) {
        int status = 0;
        if (::waitpid(pid_, &status, WNOHANG) == pid_) {
            pid_ = -1;
            return status;
        }
        if (std::chrono::steady_clock::now() >= until) return std::nullopt;
        std::this_thread::sleep_for(Millis(1));
    }
}

std::string Server::last_words() const {
    std::ifstream in(log());
    std::string last;
    for (std::string line; std::getline(in, line);) last = line;
    return last;
}

std::string words_of_end(int wait_status) {
    if (WIFSIGNALED(wait_status)) return "signal " + std::to_string(WTERMSIG(wait_status));
    return "exit status " + std::to_string(WEXITSTATUS(wait_status));
}

}  // namespace papo::chaos
