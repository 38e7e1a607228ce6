// A WebSocket client that works in frames (RFC 6455 section 5), so that tests can also break the protocol, and a chat
// client on top of it.
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
    std::string payload;               // still compressed
    bool compressed = false;           // RSV1 is set
    std::uint16_t close_code() const;  // 0 if there is none
};

// A masked frame with RSV1.
std::string compressed_frame(Opcode opcode, std::string_view payload, bool fin = true);

// Inflates a server's messages.
class Inflated {
public:
    // The message in the frame; a compressed message may refer to earlier ones, so pass all in order.
    std::string read(const Frame& frame);

private:
    proto::WsDecoder decoder_{std::uint64_t{1} << 25U, true, proto::DeflateTerms{}};
};

class WsClient {
public:
    // Throws if the server does not answer 101.
    // `more_headers`: header lines, each with CRLF.
    explicit WsClient(std::uint16_t port, const std::string& target = "/ws", int receive_buffer = 0,
                      const std::string& more_headers = {});

    void send(std::string_view text) { tcp.send(masked_frame(Opcode::text, text)); }
    void send(Opcode opcode, std::string_view payload, bool fin = true) {
        tcp.send(masked_frame(opcode, payload, fin));
    }
    Frame read_frame();
    // The next text message, inflated; throws if another frame comes.
    std::string read_text();
    // The code that the server closes with; skips the messages before.
    std::uint16_t read_close();
    // All messages that the server has sent up to now: sends a ping, and reads up to the pong.
    std::vector<std::string> read_pending();

    TcpClient tcp;

private:
    Inflated inflated_;
};

using Json = nlohmann::json;

class ChatClient : public WsClient {
public:
    // Also reads the first `welcome`.
    explicit ChatClient(std::uint16_t port, int receive_buffer = 0, const std::string& more_headers = {});

    void say(const Json& message) { WsClient::send(message.dump()); }
    Json read() { return Json::parse(read_text()); }
    // The next message of that type; skips others.
    Json read(std::string_view type);
    Json join(const std::string& room, const std::string& name, Json more = Json::object());
    // Sends a text and returns the acknowledgement.
    Json text(const std::string& room, const std::string& id, const std::string& text);
    // Sends `message` and returns the code of the server's error.
    std::string refusal(const Json& message);
    // The types of all messages that the server has sent up to now.
    std::vector<std::string> pending_types();

    const std::string& session() const { return session_; }
    const Json& welcome() const { return welcome_; }

private:
    Json welcome_;
    std::string session_;
};

}  // namespace papo::test
