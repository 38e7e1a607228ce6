// An eventfd(2) through which a worker thread wakes the loop.
#pragma once

#include "papo/base/fd.h"
#include "papo/base/result.h"

namespace papo::net {

class WakeFd {
public:
    static Result<WakeFd> create();

    // May be called from any thread.
    void notify() const;
    // Called by the loop when the descriptor is readable.
    void drain() const;
    int fd() const { return fd_.get(); }

private:
    explicit WakeFd(Fd fd) : fd_(std::move(fd)) {}

    Fd fd_;
};

}  // namespace papo::net
