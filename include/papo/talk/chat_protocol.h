// The chat's WebSocket protocol at /ws: turns a connection's frames into commands for the hub. It owns the connection's
// session seed; rooms and people are the hub's, and Delivery sends events back.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "papo/proto/ws_deflate.h"
#include "papo/talk/ws_protocol.h"

namespace papo::talk {

// A connection that talks in lines instead of JSON, in one room.
struct Terminal {
    std::string room;
    std::string host;     // from the request's Host field, for the addresses of files
    bool joined = false;  // a refusal before the join ends the connection
};

class ChatProtocol final : public WsProtocol {
public:
    // `terminal`: nullptr for JSON. On the heap, because idle connections are many and terminals few.
    ChatProtocol(const Services& services, const Tokens::Seed& seed, std::unique_ptr<Terminal> terminal,
                 const std::optional<proto::DeflateTerms>& terms);

    // Opens the connection in the hub, sends `welcome` (not to a terminal), and applies `join` if there is one.
    void open(net::Connection& connection, std::optional<chat::Join> join, Now now);
    void on_closed(net::Connection& connection, Now now) override;

    // nullptr for JSON.
    Terminal* terminal() { return terminal_.get(); }
    // Whether the client takes messages that are compressed each by itself, with the largest window.
    bool inflates() const { return inflates_; }

private:
    void on_message(net::Connection& connection, const proto::WsMessage& message, Now now) override;
    bool must_wait(net::Connection& connection) override;
    std::uint64_t max_backlog() const override { return services_.config.max_backlog; }
    bool may_err(net::Connection& connection, Now now) override;
    bool is_engaged(net::Connection& connection) override;

    void on_line(net::Connection& connection, std::string_view line, Now now);
    void identify(net::Connection& connection, const Hello& hello, Now now);
    void welcome(net::Connection& connection, Now now) const;

    Tokens::Seed seed_;
    std::unique_ptr<Terminal> terminal_;
    bool inflates_;
};

}  // namespace papo::talk
