// A WebSocket client written out frame by frame (RFC 6455 section 5), so that tests can also break the rules; and on
// top of it one that chats.
#pragma once

#include <nlohmann/json.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "papo/proto/ws_decoder.h"
#include "papo/proto/ws_encoder.h"
#include "tests/support/http_client.h"
#include "tools/client/masked_frame.h"

namespace papo::test {

using client::masked_frame;
using proto::Opcode;

struct Frame {
    Opcode opcode = Opcode::text;
    std::string payload;               // as it was sent
    bool compressed = false;           // RSV1 is set
    std::uint16_t close_code() const;  // 0 when there is none
};

// A masked frame with RSV1.
std::string compressed_frame(Opcode opcode, std::string_view payload, bool fin = true);

// A server's compressed messages, read by a decoder for clients' ones.
class Inflated {
public:
    // The message in the frame; a compressed one may refer to those before.
    std::string read(const Frame& frame);

private:
    proto::WsDecoder decoder_{std::uint64_t{1} << 25U, true, proto::DeflateTerms{}};
};

class WsClient {
public:
    // Throws when the server does not answer 101.
    // `more_headers`: lines of the request, each with its end.
    explicit WsClient(std::uint16_t port, const std::string& target = "/ws", int receive_buffer = 0,
                      const std::string& more_headers = {});

    void send(std::string_view text) { tcp.send(masked_frame(Opcode::text, text)); }
    void send(Opcode opcode, std::string_view payload, bool fin = true) {
        tcp.send(masked_frame(opcode, payload, fin));
    }
    Frame read_frame();
    // The next text message, inflated if it must be; throws when something else comes.
    std::string read_text();
    // The code the server closes with, whatever it says before.
    std::uint16_t read_close();
    // Everything the server has said up to now: what comes before the answer to a ping.
    std::vector<std::string> read_pending();

    TcpClient tcp;

private:
    Inflated inflated_;
};

using Json = nlohmann::json;

class ChatClient : public WsClient {
public:
    // Reads the first `welcome`.
    explicit ChatClient(std::uint16_t port, int receive_buffer = 0, const std::string& more_headers = {});

    void say(const Json& message) { WsClient::send(message.dump()); }
    Json read() { return Json::parse(read_text()); }
    // The next message of that type; others are read past.
    Json read(std::string_view type);
    Json join(const std::string& room, const std::string& name, Json more = Json::object());
    // Says a text and gives the acknowledgement.
    Json text(const std::string& room, const std::string& id, const std::string& text);
    // What the server answers a message that it does not understand.
    std::string refusal(const Json& message);
    // The types of everything the server has said up to now.
    std::vector<std::string> pending_types();

    const std::string& session() const { return session_; }
    const Json& welcome() const { return welcome_; }

private:
    Json welcome_;
    std::string session_;
};

}  // namespace papo::test
