#include "papo/http/http_protocol.h"

#include <utility>
#include <variant>

#include "papo/http/client_address.h"
#include "papo/talk/chat_protocol.h"
#include "papo/talk/echo_protocol.h"

namespace papo::http {
namespace {

constexpr std::uint64_t answer_bytes = 16'384;      // the peer must read this much of an answer in each time-out
constexpr std::uint64_t max_ignored_body = 65'536;  // bytes of a body that the route does not use
constexpr std::size_t max_queued = 256U * 1024U;    // bytes of answers before pipelined requests wait

HttpAnswer full_answer() {
    auto answer = later_answer({503, "full", std::string(full_for_address)}, 5);
    answer.close = true;
    return answer;
}

bool upgrades(const Route& route) {
    return std::holds_alternative<OpenChat>(route) || std::holds_alternative<OpenEcho>(route);
}

}  // namespace

HttpProtocol::HttpProtocol(const Services& services) : services_(services), times_(services.config.timeouts) {}

void HttpProtocol::start(net::Connection& connection, Now now) {
    connection.set_deadline(now.mono_ms + times_.handshake);
}

std::size_t HttpProtocol::on_bytes(net::Connection& connection, std::span<char> bytes, Now now) {
    parser_.feed({bytes.data(), bytes.size()});
    while (connection.is_open() && !must_wait(connection)) {
        const auto event = parser_.next();
        if (std::holds_alternative<proto::NeedMore>(event)) {
            wait_for_more(connection, now);
            return bytes.size();
        }
        if (std::holds_alternative<proto::RequestHead>(event)) on_head(connection, now);
        if (const auto* body = std::get_if<proto::BodyBytes>(&event)) on_body(connection, body->bytes, now);
        if (const auto* error = std::get_if<proto::ProtocolError>(&event)) on_error(connection, *error, now);
        if (std::holds_alternative<proto::RequestEnd>(event)) {
            const bool upgrading = route_ && upgrades(*route_);
            const auto consumed = bytes.size() - parser_.unread().size();
            on_request_end(connection, now);
            if (upgrading) return consumed;  // the new protocol gets the rest; this one is destroyed after the call
        }
    }
    if (!connection.is_open()) return bytes.size();
    return bytes.size() - parser_.unread().size();
}

// Back-pressure: pipelined requests wait while a file is being sent, or more than max_queued is unsent.
bool HttpProtocol::must_wait(net::Connection& connection) const {
    return asked_ || (phase_ != Phase::body && (file_in_flight_ || connection.backlog() > max_queued));
}

void HttpProtocol::wait_for_more(net::Connection& connection, Now now) {
    if (phase_ == Phase::idle && parser_.started()) {
        phase_ = Phase::head;
        connection.set_deadline(now.mono_ms + times_.header);
    }
}

void HttpProtocol::on_head(net::Connection& connection, Now now) {
    ++services_.metrics.http_requests;
    phase_ = Phase::body;
    body_bytes_ = 0;
    pace_.begin(now.mono_ms, times_.body, services_.config.min_upload_rate);
    connection.set_deadline(pace_.deadline());
    const auto& request = parser_.request();
    route_ = counts_for_its_client(connection) ? route(request, services_, client(connection)) : Route(full_answer());
    if (upgrades(*route_)) {
        if (!request.has_body()) return;
        route_ = refusal_answer({400, "bad_request", "an upgrade request has no body"});
    }
    if (std::holds_alternative<TakeUpload>(*route_)) {
        if (auto busy = upload_refusal(connection, now)) route_ = std::move(*busy);
    }
    if (auto* refused = std::get_if<HttpAnswer>(&*route_);
        refused != nullptr && (refused->close || request.content_length.value_or(0) > max_ignored_body ||
                               (request.expect_continue && request.has_body()))) {
        // RFC 9110 section 10.1.1: after a refusal a client may send the body or not, so the next bytes are ambiguous.
        refused->close = true;
        return answer(connection, std::move(*refused), now);
    }
    // RFC 9110 section 10.1.1: 100 Continue asks for the body, so it waits until the request has passed all checks.
    if (request.expect_continue && request.has_body()) connection.send("HTTP/1.1 100 Continue\r\n\r\n");
    if (auto* upload = std::get_if<TakeUpload>(&*route_)) begin_upload(std::move(*upload));
}

net::Address HttpProtocol::client(const net::Connection& connection) const {
    return client_address(connection.peer(), parser_.request(), services_.config.trusted_proxies);
}

// Each request on a proxy's connection may come from another client.
bool HttpProtocol::counts_for_its_client(net::Connection& connection) {
    if (connection.count_for(client(connection).limit_key())) return true;
    services_.metrics.limits.add(Limit::connections_per_address);
    return false;
}

// An address with too many errors gets no more answers; its connection ends.
bool HttpProtocol::may_err(net::Connection& connection, Now now) {
    ++services_.metrics.http_refusals;
    if (services_.gate.may_err(connection.source(), now)) return true;
    services_.metrics.limits.add(Limit::errors_per_address);
    connection.finish();  // sends the earlier answers first
    return false;
}

// Absent when the upload has its place.
std::optional<HttpAnswer> HttpProtocol::upload_refusal(net::Connection& connection, Now now) {
    const auto limit = services_.gate.begin_upload(connection.source(), now);
    if (!limit) {
        place_.emplace(services_.gate, connection.source());
        return std::nullopt;
    }
    services_.metrics.limits.add(*limit);
    if (*limit == Limit::uploads_at_once) {
        return later_answer({503, "busy", "too many files are being sent right now; try again in a moment"}, 1);
    }
    return later_answer({429, "busy", "too many files come from your address right now; try again in a moment"}, 1);
}

void HttpProtocol::drop_upload() {
    upload_.reset();
    place_.reset();
}

void HttpProtocol::begin_upload(TakeUpload upload) {
    upload_ = std::make_unique<uploads::Upload>(std::move(upload.boundary), services_.upload_rules, services_.uploads,
                                                services_.upload_space);
}

// Reads a refused upload to its (bounded) end, because clients do not look for an answer while they send. An upload
// that is too large ends at once.
void HttpProtocol::on_body(net::Connection& connection, std::string_view bytes, Now now) {
    pace_.add(bytes.size(), now.mono_ms);
    connection.set_deadline(pace_.deadline());
    body_bytes_ += bytes.size();
    if (!upload_) {
        if (body_bytes_ <= max_ignored_body) return;
        auto late = refusal_answer({413, "too_large", "this address takes no body of this size"});
        late.close = true;
        return answer(connection, std::move(late), now);
    }
    upload_->on_data(bytes);
    const bool over = body_bytes_ > services_.config.max_upload + uploads::max_form_overhead;
    if (!over && !(upload_->refusal() && upload_->refusal()->status == 413)) return;
    auto refused = refusal_answer(upload_->refusal().value_or(uploads::HttpRefusal{
        413, "too_large", "the form is larger than " + uploads::readable_size(services_.config.max_upload)}));
    refused.close = true;
    drop_upload();
    answer(connection, std::move(refused), now);
}

void HttpProtocol::on_request_end(net::Connection& connection, Now now) {
    if (upgrades(*route_)) return upgrade(connection, now);
    if (upload_) return end_upload(connection, now);
    const auto* file = std::get_if<LookUpFile>(&*route_);
    if (file == nullptr) return answer(connection, std::move(std::get<HttpAnswer>(*route_)), now);
    asked_ = true;
    const auto ready = services_.storage.prepare_file(file->filename, ticket(connection));
    if (ready == chat::Ready::now) on_answer(connection, {}, now);
}

// The answer waits until the file has its name and the storage has its record.
void HttpProtocol::end_upload(net::Connection& connection, Now now) {
    upload_->on_end();
    if (const auto& refusal = upload_->refusal()) {
        auto refused = refusal_answer(*refusal);
        drop_upload();
        return answer(connection, std::move(refused), now);
    }
    asked_ = true;
    services_.storage.add_file(upload_->file(), upload_->bytes(), now.wall_ms, ticket(connection));
}

// If the storage does not answer, the time-out of the body ends the wait. A refused upload leaves no file, even if the
// connection has closed.
void HttpProtocol::on_answer(net::Connection& connection, const chat::StorageAnswer& answered, Now now) {
    if (!std::exchange(asked_, false)) return;
    auto reply = upload_ ? stored_upload(answered) : routed_again(connection);
    drop_upload();
    if (!connection.is_open()) return;
    answer(connection, std::move(reply), now);
    if (ended_) return connection.finish();
    connection.resume();
}

HttpAnswer HttpProtocol::routed_again(const net::Connection& connection) {
    auto routed = route(parser_.request(), services_, client(connection));
    auto* reply = std::get_if<HttpAnswer>(&routed);
    return reply != nullptr ? std::move(*reply) : refusal_answer({503, "busy", "try again in a moment"});
}

HttpAnswer HttpProtocol::stored_upload(const chat::StorageAnswer& answer) {
    const auto& file = upload_->file();
    if (answer.error) {
        services_.uploads.remove(file->filename);
        if (!file->thumb.empty()) services_.uploads.remove(file->thumb);
        return refusal_answer({507, "no_space", answer.error->message});
    }
    ++services_.metrics.uploads;
    services_.metrics.upload_bytes += file->size;
    std::string json;
    talk::append_uploaded(json, *file);
    return json_answer(201, std::move(json));
}

void HttpProtocol::answer(net::Connection& connection, HttpAnswer reply, Now now) {
    if (reply.status >= 400 && parser_.request().path == upload_path) {
        services_.metrics.count_upload_refusal(reply.code);
    }
    if (reply.status >= 400 && !may_err(connection, now)) return;
    const auto& request = parser_.request();
    const bool keep_alive = request.keep_alive && !reply.close;
    file_in_flight_ = sends_file(reply) && request.method != "HEAD";
    write_answer(connection, std::move(reply), request.method == "HEAD", keep_alive, now.wall_ms);
    route_.reset();
    phase_ = Phase::idle;
    sent_before_ = connection.sent();
    connection.set_deadline(now.mono_ms + times_.answer);
    if (!keep_alive) connection.finish();
}

void HttpProtocol::on_error(net::Connection& connection, const proto::ProtocolError& error, Now now) {
    if (!may_err(connection, now)) return;
    const bool head_only = parser_.request().method == "HEAD";
    write_answer(connection, refusal_answer({error.status, error.code, error.message}), head_only, false, now.wall_ms);
    connection.finish();
}

void HttpProtocol::upgrade(net::Connection& connection, Now now) {
    if (auto* chat = std::get_if<OpenChat>(&*route_)) return upgrade_to_chat(connection, std::move(*chat), now);
    const auto& opening = std::get<OpenEcho>(*route_).opening;
    connection.send(switching_protocols(parser_.request(), opening));
    auto echo = std::make_unique<talk::EchoProtocol>(services_.talk, opening.deflate);
    echo->start(connection, now);
    connection.set_protocol(std::move(echo));
}

void HttpProtocol::upgrade_to_chat(net::Connection& connection, OpenChat chat, Now now) {
    connection.send(switching_protocols(parser_.request(), chat.opening));
    const auto known = chat.session ? services_.talk.tokens.seed_of(*chat.session) : std::nullopt;
    std::unique_ptr<talk::Terminal> terminal;
    if (chat.text) {
        const auto* host = parser_.request().find("host");
        terminal =
            std::make_unique<talk::Terminal>(talk::Terminal{chat.join->room, host != nullptr ? *host : "", false});
    }
    auto protocol = std::make_unique<talk::ChatProtocol>(services_.talk, known.value_or(talk::Tokens::make_seed()),
                                                         std::move(terminal), chat.opening.deflate);
    auto& opened = *protocol;
    connection.set_protocol(std::move(protocol));
    opened.open(connection, std::move(chat.join), now);
}

void HttpProtocol::on_end(net::Connection& connection, Now) {
    // A client that half-closes after its requests still reads the answers.
    if (asked_) {
        ended_ = true;
        return;
    }
    if (connection.has_output()) return connection.finish();
    connection.close();
}

void HttpProtocol::on_drained(net::Connection& connection, Now now) {
    file_in_flight_ = false;
    if (phase_ == Phase::idle) connection.set_deadline(now.mono_ms + times_.idle);
    connection.resume();
}

// A long answer may take long, as long as the peer keeps reading.
bool HttpProtocol::is_being_read(net::Connection& connection, Now now) {
    if (!connection.has_output() || connection.sent() - sent_before_ < answer_bytes) return false;
    sent_before_ = connection.sent();
    connection.set_deadline(now.mono_ms + times_.answer);
    return true;
}

void HttpProtocol::on_timeout(net::Connection& connection, Now now) {
    switch (phase_) {
    case Phase::idle: return on_idle_timeout(connection, now);
    case Phase::head: return give_up(connection, Limit::header_timeout, now);
    case Phase::body:
        const auto missed = pace_.check(now.mono_ms);
        if (!missed) return connection.set_deadline(pace_.deadline());
        return give_up(connection, *missed, now);
    }
}

void HttpProtocol::on_idle_timeout(net::Connection& connection, Now now) {
    if (is_being_read(connection, now)) return;
    services_.metrics.limits.add(connection.has_output()            ? Limit::answer_timeout
                                 : parser_.request().method.empty() ? Limit::handshake_timeout
                                                                    : Limit::idle_timeout);
    connection.close();
}

void HttpProtocol::give_up(net::Connection& connection, Limit missed, Now now) {
    services_.metrics.limits.add(missed);
    on_error(connection,
             {408, "timeout",
              missed == Limit::upload_rate ? "the request came in too slowly" : "the request was not complete in time"},
             now);
}

// The destructor drops an upload under way, which leaves no file.
void HttpProtocol::on_closed(net::Connection&, Now) {}

}  // namespace papo::http
