// A blocking TCP connection to a server under test. Every call throws after a time-out, so that a test fails instead of
// hanging.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "papo/base/fd.h"

namespace papo::test {

class TcpClient {
public:
    // `receive_buffer`: SO_RCVBUF in bytes; 0: the system's default. `ipv6`: connects to ::1 instead of 127.0.0.1, or
    // of PAPO_SERVER_ADDRESS if the servers run elsewhere.
    explicit TcpClient(std::uint16_t port, int receive_buffer = 0, bool ipv6 = false);

    // False if the server has ended the connection.
    bool send(std::string_view bytes);
    // Receives at least a byte; empty at the end of the stream or after a reset.
    std::string receive();
    // Reads exactly `count` bytes; throws if the stream ends before.
    std::string read(std::size_t count);
    // Reads up to and including `end`; throws if the stream ends before.
    std::string read_through(std::string_view end);
    std::string read_to_end();
    // Whether the server ends the connection; drops the bytes until then.
    bool ends();
    // Whether bytes, or the end, come within that time.
    bool readable_within(int ms);
    void end_sending();
    void reset();  // ends the connection with a TCP reset
    int fd() const { return socket_.get(); }

private:
    Fd socket_;
    std::string unread_;
};

}  // namespace papo::test
