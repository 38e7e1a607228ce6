// One accepted socket with its protocol, its output queue and its deadline. The reactor owns it, calls it when the
// socket is ready, and frees it; all other code refers to it by id. Work that it leaves to the reactor is in the Turn.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "papo/base/fd.h"
#include "papo/net/address.h"
#include "papo/net/output_queue.h"
#include "papo/net/places.h"
#include "papo/net/protocol.h"
#include "papo/net/shared_bytes.h"
#include "papo/net/turn.h"

namespace papo::net {

class Connection {
public:
    // `turn` and the place's Places outlive it.
    Connection(Turn& turn, std::uint64_t id, Fd socket, const Address& peer, Place place);

    std::uint64_t id() const { return timer_.owner(); }
    Protocol* protocol() const { return protocol_.get(); }
    const Address& peer() const { return peer_; }
    // The source that the connection counts for (Address::limit_key; 0: no source).
    std::uint64_t source() const { return place_.source(); }
    // Changes the source, after a proxy has named the client. False, with no change, when that source is at its limit.
    bool count_for(std::uint64_t source) { return place_.move_to(source); }

    // Queue output, written at the end of the turn. Ignored once the connection is finishing or closed.
    void send(std::string_view bytes);
    void send(const SharedBytes& bytes);
    void send_own(std::string bytes);  // moves the bytes; copies only small ones
    void send_file(std::shared_ptr<const Fd> file, std::uint64_t offset, std::uint64_t length);
    // Queued bytes that the kernel has not taken; files are not counted.
    std::size_t backlog() const { return output_.bytes(); }
    bool has_output() const { return !output_.empty(); }
    // Bytes that the kernel has taken since the connection began; meaningless once the connection is finishing.
    std::uint64_t sent() const { return sent_; }
    // Drops the queue, except the rest of a piece (one send) that is partly sent.
    void drop_unbegun() { output_.drop_unbegun(); }

    // In the next turn, gives the protocol the bytes that it did not consume, and reads on. Does nothing if not paused.
    void resume();
    // As resume(), for a protocol inside on_bytes that leaves bytes over only to let other connections have their turn.
    void resume_next_turn();
    // Replaces the protocol. The old one is freed after the call that it is in; the new one gets the unconsumed bytes.
    void set_protocol(std::unique_ptr<Protocol> protocol);
    // Sets or moves the connection's only deadline.
    void set_deadline(std::int64_t mono_ms);

    // Writes the queue as long as the peer takes it, then shuts down the writing side, discards input for at most 5 s,
    // and closes. The protocol gets no more bytes.
    void finish();
    // Drops the queue; the reactor frees the connection at the end of the turn.
    void close();
    // Neither finishing nor closed.
    bool is_open() const { return state_ == State::open; }

    // Only the reactor uses the functions below.
    int socket() const { return socket_.get(); }
    // What epoll watches the socket for: input, and space for output.
    bool reads() const { return !paused_ && !peer_ended_ && !is_closed(); }
    bool is_blocked() const { return blocked_; }
    bool is_touched() const { return touched_; }
    bool is_closed() const { return state_ == State::closed; }
    // Reads once. Level-triggered epoll reports the socket again if there is more, after other connections.
    void on_readable();
    void on_writable();
    // Called in the turn after resume().
    void on_resumed();
    void on_deadline();
    // Writes as much of the queue as the socket takes.
    void flush();
    // The reactor's last call before it frees the connection.
    void on_closed();

private:
    enum class State : std::uint8_t { open, finishing, lingering, closed };
    static constexpr std::int64_t finish_window_ms = 10'000;  // time-out of a peer that takes almost nothing

    void touch();  // puts it on the turn's list to be flushed
    void read();
    void discard();
    void feed(std::span<char> bytes);
    void end_input();
    void on_drained();

    Turn& turn_;
    Fd socket_;
    State state_ = State::open;
    bool paused_ = false;      // the protocol left bytes over
    bool resumed_ = false;     // on Turn::resumed
    bool touched_ = false;     // on Turn::touched
    bool blocked_ = false;     // the socket's buffer is full: wait for EPOLLOUT
    bool peer_ended_ = false;  // EOF was read
    Address peer_;
    Place place_;
    std::uint64_t sent_ = 0;  // while finishing: since the last finish window began
    Timer timer_;
    std::unique_ptr<Protocol> protocol_;
    std::unique_ptr<std::string> rest_;  // bytes that the protocol did not consume
    OutputQueue output_;
};

}  // namespace papo::net
