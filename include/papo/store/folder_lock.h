// A lock that lets only one process use a folder (flock(2)). The kernel releases it however the process ends.
#pragma once

#include <string>
#include <utility>

#include "papo/base/result.h"

namespace papo::store {

class FolderLock {
public:
    FolderLock() = default;  // locks nothing
    // An error if another process has the lock.
    static Result<FolderLock> take(const std::string& folder);
    ~FolderLock();
    FolderLock(FolderLock&& other) noexcept;
    FolderLock& operator=(FolderLock&& other) noexcept {
        std::swap(fd_, other.fd_);
        return *this;
    }

private:
    explicit FolderLock(int fd) : fd_(fd) {}

    int fd_ = -1;
};

}  // namespace papo::store
