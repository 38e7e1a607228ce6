// One accepted socket: its session, what waits to be written, and its deadline. Owned by the reactor, which alone
// reads, writes and frees; everybody else knows it by its id.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "papo/base/fd.h"
#include "papo/net/address.h"
#include "papo/net/output_queue.h"
#include "papo/net/session.h"
#include "papo/net/shared_bytes.h"
#include "papo/net/timer_wheel.h"

namespace papo::net {

class Reactor;

class Connection {
public:
    Connection(Reactor& reactor, std::uint64_t id, Fd socket, const Address& peer);

    std::uint64_t id() const { return timer_.owner(); }
    Session* session() const { return session_.get(); }
    const Address& peer() const { return peer_; }
    // Whom it counts for (Address::limit_key; 0: nobody), and another one, once a proxy has said for whom it speaks.
    // False when that one has as many connections as it may; then nothing changes.
    std::uint64_t source() const { return source_; }
    bool count_for(std::uint64_t source);

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

    // Gives the session the rest it did not consume and reads on, in the next turn. Nothing happens if not paused.
    void resume();
    // For a session in on_bytes that leaves bytes over only so that others have their turn.
    void resume_next_turn();
    // Another protocol takes over; the old session goes once the call it is in has returned. Unconsumed bytes are the
    // new one's.
    void set_session(std::unique_ptr<Session> session);
    // One deadline; setting moves it.
    void set_deadline(std::int64_t mono_ms);

    // Writes what is queued as long as the peer takes it, then ends the writing side, discards input for at most 5 s,
    // and closes. The session hears no more bytes.
    void finish();
    // Drops what is queued; freed at the end of the turn.
    void close();
    // Neither finishing nor closed.
    bool is_open() const { return state_ == State::open; }

private:
    friend class Reactor;
    enum class State : std::uint8_t { open, finishing, lingering, closed };

    void touch();  // makes sure that the turn's flush looks at it

    Reactor& reactor_;
    Fd socket_;
    Address peer_;
    std::uint64_t source_ = 0;
    State state_ = State::open;
    bool refused_ = false;      // only told that there is no room for it
    bool paused_ = false;       // the session left bytes over
    bool resumed_ = false;      // and wants them now
    bool touched_ = false;      // is on the reactor's list for this turn
    bool blocked_ = false;      // the socket takes no more until EPOLLOUT
    bool peer_ended_ = false;   // EOF was read
    std::uint8_t first_reads_;  // that it has left as a newcomer; 0: it is none any more
    std::uint32_t events_ = 0;  // what epoll watches for
    std::uint64_t sent_ = 0;    // once it is finishing, since that was last looked at
    Timer timer_;
    std::unique_ptr<Session> session_;
    std::unique_ptr<std::string> rest_;  // bytes the session did not consume
    OutputQueue output_;
};

}  // namespace papo::net
