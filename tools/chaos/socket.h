// A client's TCP connection that can be made to end at a chosen byte, in either direction.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "dice.h"
#include "papo/base/fd.h"

namespace papo::chaos {

// After so many bytes the connection is reset, wherever in a frame that is.
struct Cuts {
    std::optional<std::uint64_t> sent;
    std::optional<std::uint64_t> received;
};

class Socket {
public:
    // `receive_buffer`: SO_RCVBUF in bytes, 0 for the system's choice. Not open when nobody listens.
    Socket(std::uint16_t port, Cuts cuts, int receive_buffer = 0);

    bool is_open() const { return static_cast<bool>(fd_); }
    bool was_cut() const { return was_cut_; }
    void send(std::string_view bytes) { unsent_ += bytes; }
    // Writes what can be written and reads what has come, waiting at most so long for either.
    std::string exchange(Millis patience);
    void reset();  // without a farewell
    void close() { fd_.reset(); }

private:
    void write();
    std::string read();
    void cut();

    Fd fd_;
    Cuts cuts_;
    std::string unsent_;
    std::uint64_t sent_ = 0;
    std::uint64_t received_ = 0;
    bool deaf_ = false;  // the other side takes no more
    bool was_cut_ = false;
};

}  // namespace papo::chaos
