// A chat connection: frames to commands, and what every WebSocket session owes its peer (pong, close, pings).
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "papo/app/services.h"
#include "papo/net/connection.h"
#include "papo/net/session.h"
#include "papo/proto/ws_decoder.h"
#include "papo/proto/ws_deflate.h"

namespace papo::app {

// What RFC 6455 asks of a session whatever is talked about: sections 5.5 (control frames) and 7 (closing), and
// pings that find dead peers. A peer that does nothing at all is sent away after a while.
class WsSession : public net::Session {
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

// /echo: every message comes back as it is, compressed if that was agreed on and makes it smaller. At most 16 MiB wait
// to be sent beside a message of 16 MiB, and the window and tables of a Deflater while the terms are to take over.
class EchoSession final : public WsSession {
public:
    EchoSession(const Services& services, const std::optional<proto::DeflateTerms>& terms);
    // Once for the process: memory of large messages, up to two of them, is kept for the next ones. The kernel would
    // clear it anew for each, which takes longer than all the rest.
    static void keep_memory();
    void on_closed(net::Connection&, Now) override {}

private:
    void on_message(net::Connection& connection, const proto::WsMessage& message, Now now) override;
    bool must_wait(net::Connection& connection) override;
    std::uint64_t max_backlog() const override { return max_backlog_; }

    void send_compressed(net::Connection& connection, proto::Opcode opcode, std::string_view payload);

    std::uint64_t max_backlog_;
    std::optional<proto::DeflateTerms> terms_;
    std::unique_ptr<proto::Deflater> deflater_;
};

// A terminal's way of talking: lines instead of JSON, in one room.
struct Terminal {
    std::string room;
    std::string host;     // as the request's Host says it, for the addresses of files
    bool joined = false;  // a refusal before that ends the connection
};

// /ws: one person's connection to the chat.
class ChatSession final : public WsSession {
public:
    // `terminal`: absent for JSON. It is heap-held because few have one and idle connections are many.
    ChatSession(const Services& services, const Tokens::Seed& seed, std::unique_ptr<Terminal> terminal,
                const std::optional<proto::DeflateTerms>& terms);

    // Enters the hub, says welcome (not to a terminal), and joins if the address asked for it.
    void open(net::Connection& connection, std::optional<chat::Join> join, Now now);
    void on_closed(net::Connection& connection, Now now) override;

    // nullptr for JSON.
    Terminal* terminal() { return terminal_.get(); }
    // Whether it may be sent compressed messages, each for itself and with the largest window.
    bool inflates() const { return inflates_; }

private:
    void on_message(net::Connection& connection, const proto::WsMessage& message, Now now) override;
    bool must_wait(net::Connection& connection) override;
    std::uint64_t max_backlog() const override { return services_.config.max_backlog; }
    bool may_err(net::Connection& connection, Now now) override;
    bool is_engaged(net::Connection& connection) override;

    void on_line(net::Connection& connection, std::string_view line, Now now);
    void obey(net::Connection& connection, const Hello& hello, Now now);
    void obey(net::Connection& connection, chat::Join command, Now now);
    void obey(net::Connection& connection, chat::Say command, Now now);
    void obey(net::Connection& connection, const chat::Leave& command, Now now);
    void obey(net::Connection& connection, chat::ListRooms command, Now now);
    void obey(net::Connection& connection, const chat::ReadHistory& command, Now now);
    void obey(net::Connection& connection, const chat::Type& command, Now now);
    void obey(net::Connection& connection, const chat::Search& command, Now now);
    void obey(net::Connection& connection, const chat::Refusal& refusal, Now now);
    void welcome(net::Connection& connection, Now now) const;

    Tokens::Seed seed_;
    std::unique_ptr<Terminal> terminal_;
    bool inflates_;
};

}  // namespace papo::app
