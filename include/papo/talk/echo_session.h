// The WebSocket echo at /echo, for conformance suites and load tools.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>

#include "papo/proto/ws_deflate.h"
#include "papo/talk/ws_session.h"

namespace papo::talk {

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

}  // namespace papo::talk
