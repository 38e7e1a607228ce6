// One person's connection to the chat: frames to commands.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "papo/proto/ws_deflate.h"
#include "papo/talk/ws_session.h"

namespace papo::talk {

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
    void identify(net::Connection& connection, const Hello& hello, Now now);
    void welcome(net::Connection& connection, Now now) const;

    Tokens::Seed seed_;
    std::unique_ptr<Terminal> terminal_;
    bool inflates_;
};

}  // namespace papo::talk
