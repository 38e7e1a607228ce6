#include "papo/net/wake.h"

#include <sys/eventfd.h>

#include <cerrno>
#include <cstdint>
#include <cstring>

namespace papo::net {

Result<WakeFd> WakeFd::create() {
    Fd fd(::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC));
    if (!fd) return Error{std::string("cannot make an eventfd: ") + std::strerror(errno)};
    return WakeFd(std::move(fd));
}

void WakeFd::notify() const {
    const std::uint64_t one = 1;
    // The write fails only when the counter is full; then the descriptor is readable already.
    [[maybe_unused]] const auto written = ::write(fd_.get(), &one, sizeof one);
}

void WakeFd::drain() const {
    std::uint64_t count = 0;
    [[maybe_unused]] const auto got = ::read(fd_.get(), &count, sizeof count);
}

}  // namespace papo::net
