// Preloaded into the program under test (LD_PRELOAD): makes system calls fail, or transfer only one byte, as the test
// sets in control.h.
#include <dlfcn.h>
#include <fcntl.h>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdarg>
#include <cstdlib>

#include "tests/faults/control.h"

namespace {

using papo::test::Call;
using papo::test::FaultControl;

template <typename Function>
Function* real(Function*, const char* name) {
    return reinterpret_cast<Function*>(::dlsym(RTLD_NEXT, name));
}
#define REAL(name)                                       \
    ([] {                                                \
        static auto* const found = real(&::name, #name); \
        return found;                                    \
    }())

FaultControl* map_control() {
    const char* path = std::getenv(papo::test::fault_variable);
    const int fd = path == nullptr ? -1 : REAL(open)(path, O_RDWR | O_CLOEXEC);
    if (fd < 0) return nullptr;
    void* memory = ::mmap(nullptr, sizeof(FaultControl), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    ::close(fd);
    return memory == MAP_FAILED ? nullptr : static_cast<FaultControl*>(memory);
}

enum class Fate { go, fail, shorten };

Fate fate_of(Call call) {
    static FaultControl* const control = map_control();
    if (control == nullptr || control->call != call || control->countdown <= 0) return Fate::go;
    if (control->countdown.fetch_sub(1) != 1) return Fate::go;
    ++control->hits;
    if (control->error == 0) return Fate::shorten;
    errno = control->error;
    return Fate::fail;
}

// For calls that cannot be partly done.
bool fails(Call call) {
    return fate_of(call) == Fate::fail;
}

bool fails_open() {
    return ::gettid() == ::getpid() && fails(Call::open);
}

// Writes to an eventfd, which wake the loop, cannot fail in practice, so the shim leaves them alone.
bool is_file(int fd) {
    struct stat info {};
    return REAL(fstat)(fd, &info) == 0 && S_ISREG(info.st_mode);
}

mode_t mode_of(int flags, va_list& list) {
    return (flags & (O_CREAT | O_TMPFILE)) != 0 ? va_arg(list, mode_t) : 0;
}

}  // namespace

extern "C" {

int accept4(int fd, sockaddr* address, socklen_t* size, int flags) {
    return fails(Call::accept) ? -1 : REAL(accept4)(fd, address, size, flags);
}

ssize_t recv(int fd, void* buffer, size_t size, int flags) {
    const auto fate = fate_of(Call::recv);
    if (fate == Fate::fail) return -1;
    return REAL(recv)(fd, buffer, fate == Fate::shorten ? std::min<size_t>(size, 1) : size, flags);
}

ssize_t sendmsg(int fd, const msghdr* message, int flags) {
    const auto fate = fate_of(Call::sendmsg);
    if (fate == Fate::fail) return -1;
    if (fate == Fate::go) return REAL(sendmsg)(fd, message, flags);
    return REAL(send)(fd, message->msg_iov[0].iov_base, 1, flags);
}

ssize_t sendfile(int out, int in, off_t* offset, size_t count) {
    const auto fate = fate_of(Call::sendfile);
    if (fate == Fate::fail) return -1;
    return REAL(sendfile)(out, in, offset, fate == Fate::shorten ? std::min<size_t>(count, 1) : count);
}

int open(const char* path, int flags, ...) {
    va_list list;
    va_start(list, flags);
    const auto mode = mode_of(flags, list);
    va_end(list);
    return fails_open() ? -1 : REAL(open)(path, flags, mode);
}

int open64(const char* path, int flags, ...) {
    va_list list;
    va_start(list, flags);
    const auto mode = mode_of(flags, list);
    va_end(list);
    return fails_open() ? -1 : REAL(open64)(path, flags, mode);
}

int openat(int folder, const char* path, int flags, ...) {
    va_list list;
    va_start(list, flags);
    const auto mode = mode_of(flags, list);
    va_end(list);
    return fails_open() ? -1 : REAL(openat)(folder, path, flags, mode);
}

ssize_t write(int fd, const void* bytes, size_t size) {
    const auto fate = is_file(fd) ? fate_of(Call::write) : Fate::go;
    if (fate == Fate::fail) return -1;
    return REAL(write)(fd, bytes, fate == Fate::shorten ? std::min<size_t>(size, 1) : size);
}

ssize_t writev(int fd, const iovec* parts, int count) {
    const auto fate = fate_of(Call::writev);
    if (fate == Fate::fail) return -1;
    return fate == Fate::go ? REAL(writev)(fd, parts, count) : REAL(write)(fd, parts[0].iov_base, 1);
}

ssize_t pwrite(int fd, const void* bytes, size_t size, off_t offset) {
    const auto fate = fate_of(Call::pwrite);
    if (fate == Fate::fail) return -1;
    return REAL(pwrite)(fd, bytes, fate == Fate::shorten ? std::min<size_t>(size, 1) : size, offset);
}

ssize_t pwrite64(int fd, const void* bytes, size_t size, off64_t offset) {
    const auto fate = fate_of(Call::pwrite);
    if (fate == Fate::fail) return -1;
    return REAL(pwrite64)(fd, bytes, fate == Fate::shorten ? std::min<size_t>(size, 1) : size, offset);
}

int linkat(int from, const char* path, int to, const char* name, int flags) {
    return fails(Call::link) ? -1 : REAL(linkat)(from, path, to, name, flags);
}

int renameat(int from, const char* path, int to, const char* name) {
    return fails(Call::link) ? -1 : REAL(renameat)(from, path, to, name);
}

int fsync(int fd) {
    return fails(Call::sync) ? -1 : REAL(fsync)(fd);
}

int fdatasync(int fd) {
    return fails(Call::sync) ? -1 : REAL(fdatasync)(fd);
}

int epoll_wait(int epoll, epoll_event* events, int count, int timeout) {
    return fails(Call::epoll_wait) ? -1 : REAL(epoll_wait)(epoll, events, count, timeout);
}

int epoll_ctl(int epoll, int operation, int fd, epoll_event* event) {
    return fails(Call::epoll_ctl) ? -1 : REAL(epoll_ctl)(epoll, operation, fd, event);
}

int fstat(int fd, struct stat* info) {
    return fails(Call::stat) ? -1 : REAL(fstat)(fd, info);
}

}  // extern "C"
