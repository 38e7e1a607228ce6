// A WebSocket connection to /ws as a client has it: text messages in and out, pings answered.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "socket.h"
#include "tools/client/frame_walker.h"

namespace papo::chaos {

class Link {
public:
    Link(std::uint16_t port, Cuts cuts, int receive_buffer = 0);

    bool is_open() const { return socket_.is_open() && close_code_ == 0; }
    // The server has agreed to speak WebSocket.
    bool is_upgraded() const { return upgraded_; }
    void send(std::string_view text);
    // The messages that came; waits at most so long for the first byte.
    std::vector<std::string> receive(Millis patience);
    // The code the server closed with; 0 when it did not.
    std::uint16_t close_code() const { return close_code_; }
    // Why the connection was given up: the answer to the upgrade when it was not 101, or broken frames.
    const std::string& refusal() const { return refusal_; }
    bool was_cut() const { return socket_.was_cut(); }
    void reset() { socket_.reset(); }
    void close() { socket_.close(); }

private:
    bool take_head();
    void take(const client::Frame& frame, std::vector<std::string>& texts);
    void refuse(std::string why);

    Socket socket_;
    std::string unread_;
    bool upgraded_ = false;
    std::uint16_t close_code_ = 0;
    std::string refusal_;
};

}  // namespace papo::chaos
