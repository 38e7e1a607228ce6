// The hub's way out: each event is encoded once, in one piece of shared bytes that every reader's queue refers to;
// once more, compressed, if somebody takes it so. A run of messages of one room and turn is one piece, so that a reader
// costs one reference and one send however many messages wait. Terminals get lines instead.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "papo/chat/outbox.h"
#include "papo/net/reactor.h"
#include "papo/net/shared_bytes.h"
#include "papo/ops/metrics.h"
#include "papo/proto/ws_deflate.h"

namespace papo::talk {

class ChatSession;

class Delivery final : public chat::Outbox {
public:
    // `max_backlog`: unsent bytes past which a connection is cut off. `hold`: whether what is told now must be held
    // back for the moment (Reactor::release_held). Reactor and metrics outlive it.
    Delivery(net::Reactor& reactor, ops::Metrics& metrics, std::uint64_t max_backlog, std::function<bool()> hold);

    void set_max_backlog(std::uint64_t bytes) { max_backlog_ = bytes; }

    void joined(chat::ConnId to, const chat::Joined& event) override;
    void left(chat::ConnId to, const chat::Left& event) override;
    void history(chat::ConnId to, const chat::HistoryPage& event) override;
    void found(chat::ConnId to, const chat::Found& event) override;
    void refused(chat::ConnId to, const chat::Refusal& event) override;
    void messages(std::span<const chat::ConnId> to, const chat::Messages& event) override;
    void presence(std::span<const chat::ConnId> to, const chat::Presence& event) override;
    void typing(std::span<const chat::ConnId> to, const chat::Typing& event) override;
    void rooms(std::span<const chat::ConnId> to, const chat::RoomList& event) override;
    void evict(chat::ConnId who, std::string_view why) override;

private:
    struct Reader {
        net::Connection* connection = nullptr;  // nullptr: gone, or on its way out
        ChatSession* session = nullptr;
    };

    // One event in the forms its readers take, each made for the first who does.
    struct Forms {
        std::optional<net::SharedBytes> plain;
        std::optional<net::SharedBytes> compressed;
    };

    Reader find(chat::ConnId id) const;
    void send(net::Connection& connection, std::string_view frames);
    void send(net::Connection& connection, const net::SharedBytes& frames);
    void check_backlog(net::Connection& connection, std::size_t before);
    void send_line(net::Connection& connection, std::string_view line);
    void send_messages_as_lines(Reader reader, const chat::Messages& event);
    // Adds a JSON text to frames_ as a message.
    void add_frame(std::string_view json, bool compressed);
    // Both give what frames_ holds then; valid until the next call.
    std::string_view frames_of(const chat::Messages& event, bool compressed);
    template <typename Append>
    std::string_view frame_of(Append append, bool compressed);
    // The form for the reader; `encode(compressed)` gives the bytes.
    template <typename Encode>
    static const net::SharedBytes& form_for(const Reader& reader, Forms& forms, Encode encode);
    template <typename Append>
    void send_json(const Reader& to, Append append);
    template <typename Append>
    void send_json(chat::ConnId to, Append append);
    // To those that are not behind already: what it says is soon out of date.
    template <typename Append>
    void send_if_keeping_up(std::span<const chat::ConnId> to, Append append);

    net::Reactor& reactor_;
    ops::Metrics& metrics_;
    std::uint64_t max_backlog_;
    std::function<bool()> hold_;
    std::optional<proto::Deflater> deflater_;  // from the first compressed message on

    std::string json_;    // scratch, kept for its capacity
    std::string frames_;  // scratch, kept for its capacity
};

}  // namespace papo::talk
