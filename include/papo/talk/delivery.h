// The hub's sink: encodes each event once as JSON, into shared bytes that every recipient's queue refers to, and once
// more compressed if a recipient takes that. A run of messages is one piece of bytes, so a recipient costs one
// reference and one send however many messages it has. Terminals get lines instead. It does not own the connections.
#pragma once

#include <optional>
#include <string>

#include "papo/chat/sink.h"
#include "papo/net/reactor.h"
#include "papo/net/shared_bytes.h"
#include "papo/ops/metrics.h"
#include "papo/proto/ws_deflate.h"

namespace papo::talk {

class ChatProtocol;

class Delivery final : public chat::Sink {
public:
    // `max_backlog`: unsent bytes above which a connection is closed. Reactor and metrics outlive the sink.
    Delivery(net::Reactor& reactor, ops::Metrics& metrics, std::uint64_t max_backlog);

    void set_max_backlog(std::uint64_t bytes) { max_backlog_ = bytes; }

    // Costs a look-up and a reference for each recipient.
    void tell(std::span<const chat::ConnId> recipients, const chat::Event& event) override;

private:
    struct Recipient {
        net::Connection* connection = nullptr;  // nullptr: closed or closing
        ChatProtocol* chat = nullptr;
    };
    // One event's encodings, each made for the first recipient that takes it.
    struct Forms {
        std::optional<net::SharedBytes> plain;
        std::optional<net::SharedBytes> compressed;
    };

    Recipient find(chat::ConnId id) const;
    bool is_dropped(const Recipient& recipient, const chat::Event& event) const;
    void tell_terminal(const Recipient& recipient, const chat::Event& event);
    void count(const chat::Event& event);
    // Valid until the next call.
    std::string_view frames_of(const chat::Event& event, bool compressed);
    const net::SharedBytes& form_for(const Recipient& recipient, Forms& forms, const chat::Event& event);
    template <typename Frames>
    void send(net::Connection& connection, const Frames& frames);

    net::Reactor& reactor_;
    ops::Metrics& metrics_;
    std::uint64_t max_backlog_;
    std::optional<proto::Deflater> deflater_;  // created with the first compressed message

    std::string json_;    // scratch, kept for its capacity
    std::string frames_;  // scratch, kept for its capacity
};

}  // namespace papo::talk
