// A blocking TCP connection to a server under test. Whatever takes longer than its patience throws, so that a test
// fails instead of hanging.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "papo/base/fd.h"

namespace papo::test {

class TcpClient {
public:
    // `receive_buffer`: SO_RCVBUF in bytes, 0 for the system's choice. `ipv6`: to ::1 instead of 127.0.0.1, or of
    // PAPO_SERVER_ADDRESS where the servers are elsewhere.
    explicit TcpClient(std::uint16_t port, int receive_buffer = 0, bool ipv6 = false);

    // False when the server has ended the connection.
    bool send(std::string_view bytes);
    // What has come, at least a byte; empty at the end of the stream, also after a reset.
    std::string receive();
    // Exactly `count` bytes; throws when the stream ends before.
    std::string read(std::size_t count);
    // As far as `end`, included; throws when the stream ends before.
    std::string read_through(std::string_view end);
    std::string read_to_end();
    // Whether the server ends the connection; what it says until then is dropped.
    bool ends();
    // Whether something, or the end, comes within that time.
    bool readable_within(int ms);
    void end_sending();
    void reset();  // the connection is gone at once, without a farewell
    int fd() const { return socket_.get(); }

private:
    Fd socket_;
    std::string unread_;
};

}  // namespace papo::test
