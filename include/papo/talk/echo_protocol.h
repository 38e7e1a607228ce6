// The WebSocket echo protocol at /echo, for conformance suites and load tools.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>

#include "papo/proto/ws_deflate.h"
#include "papo/talk/ws_protocol.h"

namespace papo::talk {

// Returns every message unchanged; compressed if negotiated and smaller. A connection holds at most 16 MiB of unsent
// bytes, one message of 16 MiB, and a Deflater's window and tables while the terms include context takeover.
class EchoProtocol final : public WsProtocol {
public:
    EchoProtocol(const Services& services, const std::optional<proto::DeflateTerms>& terms);
    // Called once for the process: makes the allocator keep the memory of up to two large messages. Otherwise the
    // kernel clears new pages for each, which takes longer than everything else.
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
