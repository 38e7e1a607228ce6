#include <gtest/gtest.h>

#include "tests/support/server_process.h"
#include "tests/support/ws_client.h"

namespace papo::test {
namespace {

const std::string long_text = [] {
    std::string text;
    for (int i = 0; i < 50; ++i) text += "a text that repeats itself, " + std::to_string(i) + " times; ";
    return text;
}();

// The compressed "Hello" of RFC 7692 section 7.2.3.1, and the one of section 7.2.3.2 that refers to the first.
const std::string hello("\xF2\x48\xCD\xC9\xC9\x07\x00", 7);
const std::string hello_again("\xF2\x00\x11\x00\x00", 5);

std::string offer(const std::string& terms) {
    return "Sec-WebSocket-Extensions: permessage-deflate" + terms + "\r\n";
}

class Compression : public testing::Test {
protected:
    void TearDown() override { EXPECT_EQ(HttpClient(server.port()).get("/healthz").status, 200); }
    std::string answer(const std::string& offers, std::string_view target) {
        const auto reply = HttpClient(server.port())
                               .get(target, {{"Upgrade", "websocket"},
                                             {"Connection", "Upgrade"},
                                             {"Sec-WebSocket-Version", "13"},
                                             {"Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="},
                                             {"Sec-WebSocket-Extensions", offers}});
        EXPECT_EQ(reply.status, 101);
        return reply.header("sec-websocket-extensions");
    }

    ServerProcess server{{"--enable-echo", "--compress"}};
};

TEST_F(Compression, ShouldNegotiateForChat) {
    EXPECT_EQ(answer("permessage-deflate; client_max_window_bits", "/ws"),
              "permessage-deflate; server_no_context_takeover; client_no_context_takeover");
    EXPECT_EQ(answer("permessage-deflate; server_max_window_bits=12", "/ws"), "");
    EXPECT_EQ(answer("permessage-deflate", "/ws?room=sala1&name=ana&format=text"), "");
    EXPECT_EQ(answer("permessage-deflate; server_max_window_bits=12; client_max_window_bits=9", "/echo"),
              "permessage-deflate; server_max_window_bits=12; client_max_window_bits=9");
    EXPECT_EQ(answer("permessage-deflate; server_max_window_bits=8, permessage-deflate", "/echo"),
              "permessage-deflate");
}

TEST_F(Compression, ShouldEchoUnderAllNegotiatedTerms) {
    for (const std::string terms : {"", "; server_no_context_takeover", "; server_max_window_bits=9",
                                    "; server_max_window_bits=9; server_no_context_takeover"}) {
        WsClient client(server.port(), "/echo", 0, offer(terms));
        Inflated inflated;
        client.tcp.send(compressed_frame(Opcode::text, hello) + compressed_frame(Opcode::text, hello_again));
        EXPECT_EQ(client.read_text(), "Hello") << "too short to be compressed";
        EXPECT_EQ(client.read_text(), "Hello");
        std::size_t first = 0;
        for (int i = 0; i < 3; ++i) {
            client.send(long_text);
            const auto frame = client.read_frame();
            EXPECT_TRUE(frame.compressed);
            EXPECT_EQ(inflated.read(frame), long_text);
            if (i == 0) first = frame.payload.size();
        }
        const std::string large(1U << 20U, 'x');
        client.send(large);
        EXPECT_EQ(inflated.read(client.read_frame()), large);
        EXPECT_LT(first, long_text.size() / 2);
    }
}

TEST_F(Compression, ShouldForgetTheContextWithoutTakeover) {
    WsClient client(server.port(), "/echo", 0, offer("; client_no_context_takeover"));
    client.tcp.send(compressed_frame(Opcode::text, hello));
    EXPECT_EQ(client.read_text(), "Hello");
    client.tcp.send(compressed_frame(Opcode::text, hello_again));
    EXPECT_EQ(client.read_close(), 1007);
}

TEST_F(Compression, ShouldJoinCompressedFragmentsAroundControlFrames) {
    WsClient client(server.port(), "/echo", 0, offer(""));
    client.tcp.send(compressed_frame(Opcode::text, hello.substr(0, 2), false));
    client.send(Opcode::ping, "p");
    client.send(Opcode::continuation, hello.substr(2));
    EXPECT_EQ(client.read_frame().opcode, Opcode::pong);
    EXPECT_EQ(client.read_text(), "Hello");
}

TEST_F(Compression, ShouldCloseOnBrokenRulesAndBombs) {
    const auto code_for = [&](const std::string& bytes) {
        WsClient client(server.port(), "/echo", 0, offer(""));
        client.tcp.send(bytes);
        return client.read_close();
    };
    EXPECT_EQ(code_for(compressed_frame(Opcode::ping, "")), 1002);
    EXPECT_EQ(code_for(masked_frame(Opcode::text, "a", false) + compressed_frame(Opcode::continuation, "")), 1002);
    EXPECT_EQ(code_for(compressed_frame(Opcode::text, "\xFF\xFF")), 1007);
}

TEST_F(Compression, ShouldLimitTheInflatedSizeOfAMessage) {
    constexpr std::size_t most = 16U << 20U;
    const auto packed = [](std::size_t size) {
        std::string frame;
        proto::Deflater(15, false).append_frame(frame, Opcode::binary, std::string(size, 'x'));
        return compressed_frame(Opcode::binary, frame.substr(frame.size() - 4 > 0xFFFF ? 10 : 4));
    };
    WsClient client(server.port(), "/echo", 0, offer(""));
    client.tcp.send(packed(most));
    EXPECT_EQ(Inflated().read(client.read_frame()).size(), most);
    client.tcp.send(packed(most + 1));
    EXPECT_EQ(client.read_close(), 1009);
}

// The server spreads small frames that inflate a lot over several turns, so that other connections get their turn.
// These frames have no answer, because sending an answer would resume the reading.
TEST_F(Compression, ShouldReadAllOfManyMessagesThatInflateALot) {
    ServerProcess unlimited({"--compress", "--rate", "0"});
    ChatClient client(unlimited.port(), 0, offer(""));
    client.join("sala1", "ana");
    std::string frame;
    proto::Deflater(15, false).append_frame(
        frame, Opcode::text, Json{{"type", "typing"}, {"room", "sala1"}, {"other", std::string(90'000, 'x')}}.dump());
    std::string frames;
    for (int i = 0; i < 100; ++i) frames += compressed_frame(Opcode::text, frame.substr(4));
    client.tcp.send(frames + masked_frame(Opcode::text, R"({"type":"leave","room":"sala1"})"));
    EXPECT_EQ(client.read("left").at("room"), "sala1");
}

TEST_F(Compression, ShouldServePlainCompressedAndTerminalReadersInOneRoom) {
    ChatClient plain(server.port());
    ChatClient other(server.port(), 0, offer("; client_max_window_bits"));
    WsClient terminal(server.port(), "/ws?room=sala1&name=dora&format=text");
    plain.join("sala1", "ana");
    other.join("sala1", "bia");
    other.say({{"type", "message"}, {"room", "sala1"}, {"id", "1"}, {"text", long_text}});
    auto frame = other.read_frame();
    while (!frame.compressed) frame = other.read_frame();
    EXPECT_LT(frame.payload.size(), long_text.size() / 2);
    const auto message = Json::parse(Inflated().read(frame));
    EXPECT_EQ(message.at("text"), long_text);
    EXPECT_EQ(plain.read("message"), message);
    std::string line;
    while (line.find(long_text) == std::string::npos) line = terminal.read_text();
    // Without context takeover, the second message does not refer to the first.
    other.say({{"type", "message"}, {"room", "sala1"}, {"id", "2"}, {"text", long_text}});
    EXPECT_EQ(Json::parse(Inflated().read(other.read_frame())).at("id"), "2");
}

TEST_F(Compression, ShouldReadCompressedChatMessages) {
    ChatClient client(server.port(), 0, offer(""));
    std::string frame;
    proto::Deflater(15, false).append_frame(
        frame, Opcode::text, Json{{"type", "join"}, {"room", "sala1"}, {"name", "ana"}, {"other", long_text}}.dump());
    client.tcp.send(compressed_frame(Opcode::text, frame.substr(4)));
    EXPECT_EQ(client.read("joined").at("you"), "ana");
    client.tcp.send(compressed_frame(Opcode::binary, hello));
    EXPECT_EQ(client.read_close(), 1003);
}

}  // namespace
}  // namespace papo::test
