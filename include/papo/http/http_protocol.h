// The protocol of an HTTP/1.1 connection: takes requests and answers them one at a time, in order, until the connection
// ends or becomes a WebSocket.
#pragma once

#include <memory>
#include <optional>

#include "papo/http/body_pace.h"
#include "papo/http/http_answer.h"
#include "papo/http/router.h"
#include "papo/http/services.h"
#include "papo/net/connection.h"
#include "papo/net/protocol.h"
#include "papo/proto/http_parser.h"

namespace papo::http {

class HttpProtocol final : public net::Protocol {
public:
    // `services` outlive the protocol.
    explicit HttpProtocol(const Services& services);

    // Gives the connection its first deadline.
    void start(net::Connection& connection, Now now);

    std::size_t on_bytes(net::Connection& connection, std::span<char> bytes, Now now) override;
    void on_end(net::Connection& connection, Now now) override;
    void on_drained(net::Connection& connection, Now now) override;
    void on_timeout(net::Connection& connection, Now now) override;
    void on_closed(net::Connection& connection, Now now) override;
    // Call when the storage has answered this connection's LookUpFile or finished upload.
    void on_answer(net::Connection& connection, const chat::StorageAnswer& answer, Now now);

private:
    enum class Phase : std::uint8_t { idle, head, body };

    void on_head(net::Connection& connection, Now now);
    net::Address client(const net::Connection& connection) const;
    bool counts_for_its_client(net::Connection& connection);
    void on_body(net::Connection& connection, std::string_view bytes, Now now);
    void on_request_end(net::Connection& connection, Now now);
    void on_error(net::Connection& connection, const proto::ProtocolError& error, Now now);
    void begin_upload(TakeUpload upload);
    std::optional<HttpAnswer> upload_refusal(net::Connection& connection, Now now);
    void drop_upload();
    bool may_err(net::Connection& connection, Now now);
    void end_upload(net::Connection& connection, Now now);
    HttpAnswer stored_upload(const chat::StorageAnswer& answer);
    HttpAnswer routed_again(const net::Connection& connection);
    std::uint64_t ticket(const net::Connection& connection) const { return ticket_mark | connection.id(); }
    void answer(net::Connection& connection, HttpAnswer answer, Now now);
    void upgrade(net::Connection& connection, Now now);
    void upgrade_to_chat(net::Connection& connection, OpenChat chat, Now now);
    bool must_wait(net::Connection& connection) const;
    bool is_being_read(net::Connection& connection, Now now);
    void on_idle_timeout(net::Connection& connection, Now now);
    void give_up(net::Connection& connection, Limit missed, Now now);
    void wait_for_more(net::Connection& connection, Now now);

    const Services& services_;
    const config::Timeouts& times_;
    proto::HttpParser parser_;
    Phase phase_ = Phase::idle;
    std::optional<Route> route_;               // of the request under way
    std::optional<ops::UploadPlace> place_;    // of the upload under way
    std::unique_ptr<uploads::Upload> upload_;  // of the request under way, if it is one
    std::uint64_t body_bytes_ = 0;             // of the request under way
    BodyPace pace_;                            // of the body of the request under way
    std::uint64_t sent_before_ = 0;            // bytes sent when the deadline of an answer was set
    bool asked_ = false;                       // the request is whole, and its answer waits for the storage
    bool ended_ = false;                       // the peer half-closed while the answer waited
    bool file_in_flight_ = false;              // the answer being written comes from a file
};

}  // namespace papo::http
