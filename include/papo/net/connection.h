// One accepted socket: its protocol, what waits to be written, and its deadline. The reactor owns it, tells it when the
// socket is ready, and frees it; everybody else knows it by its id. What it leaves the loop to do is in the Turn.
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
    // `turn`, and who gave the place, outlive it.
    Connection(Turn& turn, std::uint64_t id, Fd socket, const Address& peer, Place place);

    std::uint64_t id() const { return timer_.owner(); }
    Protocol* protocol() const { return protocol_.get(); }
    const Address& peer() const { return peer_; }
    // Whom it counts for (Address::limit_key; 0: nobody), and another one, once a proxy has said for whom it speaks.
    // False when that one has as many connections as it may; then nothing changes.
    std::uint64_t source() const { return place_.source(); }
    bool count_for(std::uint64_t source) { return place_.move_to(source); }

    // Queued, and written at the end of the turn. Ignored once the connection is finishing or closed.
    void send(std::string_view bytes);
    void send(const SharedBytes& bytes);
    void send_own(std::string bytes);  // not copied if they are many
    void send_file(std::shared_ptr<const Fd> file, std::uint64_t offset, std::uint64_t length);
    // Bytes in memory that the kernel has not taken.
    std::size_t backlog() const { return output_.bytes(); }
    bool has_output() const { return !output_.empty(); }
    // Bytes the kernel has taken since the connection began; of no meaning once it is finishing.
    std::uint64_t sent() const { return sent_; }
    // Forgets what is queued, but for the rest of a piece (one send) that is partly sent.
    void drop_unbegun() { output_.drop_unbegun(); }

    // Gives the protocol the rest it did not consume and reads on, in the next turn. Nothing happens if not paused.
    void resume();
    // For a protocol in on_bytes that leaves bytes over only so that others have their turn.
    void resume_next_turn();
    // Another protocol takes over; the old one goes once the call it is in has returned. Unconsumed bytes are the new
    // one's.
    void set_protocol(std::unique_ptr<Protocol> protocol);
    // One deadline; setting moves it.
    void set_deadline(std::int64_t mono_ms);

    // Writes what is queued as long as the peer takes it, then ends the writing side, discards input for at most 5 s,
    // and closes. The protocol hears no more bytes.
    void finish();
    // Drops what is queued; freed at the end of the turn.
    void close();
    // Neither finishing nor closed.
    bool is_open() const { return state_ == State::open; }

    // What follows is the reactor's to call and to ask.
    int socket() const { return socket_.get(); }
    // What the socket is to be watched for: input, and room for output.
    bool reads() const { return !paused_ && !peer_ended_ && !is_closed(); }
    bool is_blocked() const { return blocked_; }
    bool is_touched() const { return touched_; }
    bool is_closed() const { return state_ == State::closed; }
    // One recv: level-triggered epoll tells again if there is more, and others have their turn first.
    void on_readable();
    void on_writable();
    // Its turn after resume() has come.
    void on_resumed();
    void on_deadline();
    // Writes what is queued as far as the peer takes it.
    void flush();
    // Its last call.
    void on_closed();

private:
    enum class State : std::uint8_t { open, finishing, lingering, closed };
    static constexpr std::int64_t finish_window_ms = 10'000;  // a peer that takes next to nothing in it is given up

    void touch();  // makes sure that the turn's flush looks at it
    void read();
    void discard();
    void feed(std::span<char> bytes);
    void end_input();
    void on_drained();

    Turn& turn_;
    Fd socket_;
    State state_ = State::open;
    bool paused_ = false;      // the protocol left bytes over
    bool resumed_ = false;     // and wants them now
    bool touched_ = false;     // is on the turn's list
    bool blocked_ = false;     // the socket takes no more until it is writable
    bool peer_ended_ = false;  // EOF was read
    Address peer_;
    Place place_;
    std::uint64_t sent_ = 0;  // once it is finishing, since that was last looked at
    Timer timer_;
    std::unique_ptr<Protocol> protocol_;
    std::unique_ptr<std::string> rest_;  // bytes the protocol did not consume
    OutputQueue output_;
};

}  // namespace papo::net
