// The part of WebSocket that all protocols here share: control frames, closing, pings. A derived class handles
// messages.
#pragma once

#include <optional>
#include <string>

#include "papo/net/connection.h"
#include "papo/net/protocol.h"
#include "papo/proto/ws_decoder.h"
#include "papo/proto/ws_deflate.h"
#include "papo/talk/services.h"

namespace papo::talk {

// RFC 6455 sections 5.5 (control frames) and 7 (closing), and pings that detect dead peers. A time-out closes the
// connection of a client that has never sent anything.
class WsProtocol : public net::Protocol {
public:
    // `services` must outlive the object.
    WsProtocol(const Services& services, std::uint64_t max_message, bool binary_allowed,
               const std::optional<proto::DeflateTerms>& terms);

    std::size_t on_bytes(net::Connection& connection, std::span<char> bytes, Now now) final;
    void on_end(net::Connection& connection, Now now) final;
    void on_drained(net::Connection& connection, Now now) final;
    void on_timeout(net::Connection& connection, Now now) final;

    // Sends a Close frame and ends the connection without waiting for the peer's Close frame.
    static void close(net::Connection& connection, std::uint16_t code, std::string_view reason);
    // Starts the pings.
    void start(net::Connection& connection, Now now);

protected:
    virtual void on_message(net::Connection& connection, const proto::WsMessage& message, Now now) = 0;
    // Whether the next frame must wait. The derived class must see to it that the connection is resumed later.
    virtual bool must_wait(net::Connection& connection) = 0;
    // Unsent bytes above which a control frame closes the connection of a slow reader.
    virtual std::uint64_t max_backlog() const = 0;
    // Whether this peer may make one more protocol error and get a Close frame for it.
    virtual bool may_err(net::Connection&, Now) { return true; }
    // Whether the connection is in use although its peer has never sent a message.
    virtual bool is_engaged(net::Connection&) { return false; }
    // Moves the payload out of the message being handled.
    std::string take(const proto::WsMessage& message) { return decoder_.take(message); }

    const Services& services_;

private:
    void on_event(net::Connection& connection, const proto::WsEvent& event, Now now);

    proto::WsDecoder decoder_;
    std::int64_t silent_until_ms_ = 0;  // time-out of a client that sends nothing; INT64_MAX after its first message
    std::uint64_t sent_at_ping_ = 0;
    bool awaiting_pong_ = false;
};

}  // namespace papo::talk
