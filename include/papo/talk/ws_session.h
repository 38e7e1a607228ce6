// What every WebSocket session owes its peer, whatever is talked about: pong, close, pings.
#pragma once

#include <optional>
#include <string>

#include "papo/net/connection.h"
#include "papo/net/protocol.h"
#include "papo/proto/ws_decoder.h"
#include "papo/proto/ws_deflate.h"
#include "papo/talk/services.h"

namespace papo::talk {

// What RFC 6455 asks of a session whatever is talked about: sections 5.5 (control frames) and 7 (closing), and
// pings that find dead peers. A peer that does nothing at all is sent away after a while.
class WsSession : public net::Protocol {
public:
    // `services` outlive it.
    WsSession(const Services& services, std::uint64_t max_message, bool binary_allowed,
              const std::optional<proto::DeflateTerms>& terms);

    std::size_t on_bytes(net::Connection& connection, std::span<char> bytes, Now now) final;
    void on_end(net::Connection& connection, Now now) final;
    void on_drained(net::Connection& connection, Now now) final;
    void on_timeout(net::Connection& connection, Now now) final;

    // Sends a Close frame and ends the connection without waiting for the peer's.
    static void close(net::Connection& connection, std::uint16_t code, std::string_view reason);
    // Starts the pings.
    void start(net::Connection& connection, Now now);

protected:
    virtual void on_message(net::Connection& connection, const proto::WsMessage& message, Now now) = 0;
    // Whether the next frame must wait; whoever makes it so resumes the connection.
    virtual bool must_wait(net::Connection& connection) = 0;
    // Unsent bytes that control frames of ours may pile up to before the peer counts as too slow.
    virtual std::uint64_t max_backlog() const = 0;
    // Whether one more protocol error of this peer is worth a Close frame.
    virtual bool may_err(net::Connection&, Now) { return true; }
    // Whether the connection is of use though its peer has never said a word.
    virtual bool is_engaged(net::Connection&) { return false; }
    // The payload of the message that is being handled, to be kept.
    std::string take(const proto::WsMessage& message) { return decoder_.take(message); }

    const Services& services_;

private:
    void on_event(net::Connection& connection, const proto::WsEvent& event, Now now);

    proto::WsDecoder decoder_;
    std::int64_t silent_until_ms_ = 0;  // INT64_MAX once something was said
    std::uint64_t sent_at_ping_ = 0;
    bool awaiting_pong_ = false;
};

}  // namespace papo::talk
