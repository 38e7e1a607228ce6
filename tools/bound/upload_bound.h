// What an upload costs at least: receive and write, 256 KiB at a time. No form is parsed, nothing is checked, and what
// is written is the whole body.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "papo/net/fd.h"
#include "papo/net/listener.h"

namespace papo::bound {

class UploadBound {
public:
    // Files go into `folder`, which is there.
    UploadBound(net::Listener listener, std::string folder);
    [[noreturn]] void run();

private:
    struct Connection {
        net::Fd fd;
        net::Fd file;
        std::string head;           // until it is whole
        std::uint64_t missing = 0;  // bytes of the body
    };
    void accept_all();
    void read(Connection& connection);
    bool take_head(Connection& connection, std::string_view& bytes);

    net::Listener listener_;
    std::string folder_;
    net::Fd epoll_;
    std::vector<Connection> connections_;  // by descriptor
    std::vector<char> buffer_;
    std::uint64_t files_ = 0;
};

}  // namespace papo::bound
