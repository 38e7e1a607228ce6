// How a worker thread tells the loop that it has something for it: an eventfd(2).
#pragma once

#include "papo/base/fd.h"
#include "papo/base/result.h"

namespace papo::net {

class WakeFd {
public:
    static Result<WakeFd> create();

    // From any thread.
    void notify() const;
    // From the loop, once it is readable.
    void drain() const;
    int fd() const { return fd_.get(); }

private:
    explicit WakeFd(Fd fd) : fd_(std::move(fd)) {}

    Fd fd_;
};

}  // namespace papo::net
