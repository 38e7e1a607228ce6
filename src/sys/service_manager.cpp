#include "papo/sys/service_manager.h"

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <optional>

namespace papo::sys {
namespace {

constexpr int first_passed = 3;
constexpr std::int64_t max_passed = 8;

std::string take(const char* variable) {
    const char* value = std::getenv(variable);
    std::string text = value != nullptr ? value : "";
    ::unsetenv(variable);
    return text;
}

std::optional<std::int64_t> number_in(const std::string& text) {
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (text.empty() || error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return number;
}

bool means_this_process(const std::optional<std::int64_t>& pid) {
    return pid == static_cast<std::int64_t>(::getpid());
}

// `path`: a path, or a name in the abstract namespace with @ in front (unix(7)).
Fd connected_to(const std::string& path) {
    sockaddr_un address{};
    if (path.size() < 2 || path.size() >= sizeof address.sun_path || (path[0] != '/' && path[0] != '@')) return {};
    address.sun_family = AF_UNIX;
    std::memcpy(address.sun_path, path.data(), path.size());
    if (path[0] == '@') address.sun_path[0] = '\0';
    Fd fd(::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    const auto size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + path.size());
    if (!fd || ::connect(fd.get(), reinterpret_cast<const sockaddr*>(&address), size) != 0) return {};
    return fd;
}

std::int64_t monotonic_us() {
    timespec time{};
    ::clock_gettime(CLOCK_MONOTONIC, &time);
    return std::int64_t{time.tv_sec} * 1'000'000 + time.tv_nsec / 1'000;
}

}  // namespace

ServiceManager ServiceManager::from_environment() {
    ServiceManager manager;
    manager.socket_ = connected_to(take("NOTIFY_SOCKET"));
    const auto watchdog = number_in(take("WATCHDOG_USEC"));
    const auto pid = take("WATCHDOG_PID");
    const bool watched = watchdog && *watchdog > 0 && (pid.empty() || means_this_process(number_in(pid)));
    if (!manager.socket_ || !watched) return manager;
    manager.interval_ms_ = std::max<std::int64_t>(1, *watchdog / 2'000);
    manager.next_ms_ = 0;
    return manager;
}

void ServiceManager::ready(const std::string& status) const {
    say("READY=1\nSTATUS=" + status);
}

// The time tells the manager which reload this is (Type=notify-reload).
void ServiceManager::reloading() const {
    say("RELOADING=1\nMONOTONIC_USEC=" + std::to_string(monotonic_us()));
}

void ServiceManager::stopping() const {
    say("STOPPING=1");
}

void ServiceManager::tick(Now now) {
    if (now.mono_ms < next_ms_) return;
    next_ms_ = now.mono_ms + interval_ms_;
    say("WATCHDOG=1");
}

// A message that the manager does not take at once is lost; the next one replaces it.
void ServiceManager::say(const std::string& state) const {
    if (socket_) (void)::send(socket_.get(), state.data(), state.size(), MSG_NOSIGNAL);
}

std::vector<Fd> passed_descriptors() {
    const bool ours = means_this_process(number_in(take("LISTEN_PID")));
    const auto count = number_in(take("LISTEN_FDS"));
    take("LISTEN_FDNAMES");
    std::vector<Fd> passed;
    if (!ours || !count) return passed;
    for (int i = 0; i < std::min(*count, max_passed); ++i) {
        const int fd = first_passed + i;
        if (::fcntl(fd, F_SETFD, FD_CLOEXEC) == 0) passed.emplace_back(fd);
    }
    return passed;
}

}  // namespace papo::sys
