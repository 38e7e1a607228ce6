#include <gtest/gtest.h>

#include "tests/support/server_process.h"
#include "tests/support/ws_client.h"

namespace papo::test {
namespace {

const Headers upgrade{{"Upgrade", "websocket"},
                      {"Connection", "Upgrade"},
                      {"Sec-WebSocket-Version", "13"},
                      {"Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="}};

Headers with(const std::string& name, const std::string& value) {
    auto headers = upgrade;
    for (auto& header : headers) {
        if (header.first == name) return header.second = value, headers;
    }
    headers.emplace_back(name, value);
    return headers;
}

class WebSocket : public testing::Test {
protected:
    void TearDown() override { EXPECT_EQ(HttpClient(server.port()).get("/healthz").status, 200); }
    HttpReply open(const Headers& headers, std::string_view target = "/ws") {
        return HttpClient(server.port()).get(target, headers);
    }
    WsClient echo() { return WsClient(server.port(), "/echo"); }

    ServerProcess server{{"--enable-echo"}};
};

TEST_F(WebSocket, ShouldAnswerTheKeyOfTheStandard) {
    const auto reply = open(upgrade);
    EXPECT_EQ(reply.status, 101);
    EXPECT_EQ(reply.header("sec-websocket-accept"), "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
}

TEST_F(WebSocket, ShouldAnswer426WithoutAnUpgrade) {
    for (const auto& reply : {open({}), open(with("Sec-WebSocket-Version", "8")), open(with("Upgrade", "h2c"))}) {
        EXPECT_EQ(reply.status, 426);
        EXPECT_EQ(reply.header("upgrade"), "websocket");
        EXPECT_EQ(reply.header("sec-websocket-version"), "13");
    }
}

TEST_F(WebSocket, ShouldRefuseABadKeyAndAForeignOrigin) {
    EXPECT_EQ(open(with("Sec-WebSocket-Key", "short")).status, 400);
    const auto foreign = open(with("Origin", "http://evil.test"));
    EXPECT_EQ(foreign.status, 403);
    EXPECT_EQ(foreign.code(), "bad_origin");
    EXPECT_EQ(open(with("Origin", "http://papo.local")).status, 101);
}

TEST_F(WebSocket, ShouldHaveAnEchoOnlyWhenEnabled) {
    ServerProcess plain;
    EXPECT_EQ(HttpClient(plain.port()).get("/echo", upgrade).status, 404);
    auto client = echo();
    client.send("olá");
    EXPECT_EQ(client.read_text(), "olá");
    client.send(Opcode::binary, std::string(70'000, '\xFF'));
    const auto frame = client.read_frame();
    EXPECT_EQ(frame.opcode, Opcode::binary);
    EXPECT_EQ(frame.payload, std::string(70'000, '\xFF'));
}

TEST_F(WebSocket, ShouldJoinFragmentsAroundControlFrames) {
    auto client = echo();
    client.send(Opcode::text, "o", false);
    client.send(Opcode::ping, "p");
    client.send(Opcode::continuation, "l\xC3", false);
    client.send(Opcode::continuation, "\xA1");
    EXPECT_EQ(client.read_frame().opcode, Opcode::pong);
    EXPECT_EQ(client.read_text(), "olá");
}

TEST_F(WebSocket, ShouldReadFramesThatComeByteByByte) {
    auto client = echo();
    for (const char byte : masked_frame(Opcode::text, std::string(300, 'x'))) client.tcp.send({&byte, 1});
    EXPECT_EQ(client.read_text(), std::string(300, 'x'));
}

TEST_F(WebSocket, ShouldAnswerCloseWithItsCode) {
    auto client = echo();
    client.send(Opcode::close, "\x03\xE8");
    EXPECT_EQ(client.read_close(), 1000);
    EXPECT_TRUE(client.tcp.ends());
}

TEST_F(WebSocket, ShouldCloseOnBrokenRules) {
    const auto code_for = [&](const std::string& bytes) {
        auto client = echo();
        client.tcp.send(bytes);
        const auto code = client.read_close();
        EXPECT_TRUE(client.tcp.ends());
        return code;
    };
    EXPECT_EQ(code_for(std::string("\x81\x01x", 3)), 1002) << "not masked";
    EXPECT_EQ(code_for(masked_frame(Opcode::continuation, "x")), 1002) << "nothing to continue";
    EXPECT_EQ(code_for(masked_frame(static_cast<Opcode>(3), "x")), 1002) << "unknown opcode";
    EXPECT_EQ(code_for(masked_frame(Opcode::ping, std::string(126, 'x'))), 1002) << "long control frame";
    EXPECT_EQ(code_for(masked_frame(Opcode::ping, "x", false)), 1002) << "fragmented control frame";
    EXPECT_EQ(code_for(masked_frame(Opcode::text, "\xC3\x28")), 1007) << "bad UTF-8";
    EXPECT_EQ(code_for(masked_frame(Opcode::text, "\xC3")), 1007) << "half a character";
    EXPECT_EQ(code_for(masked_frame(Opcode::text, "ok", false) + masked_frame(Opcode::text, "x")), 1002);
    EXPECT_EQ(code_for(masked_frame(Opcode::close, "\x03")), 1002) << "half a close code";
}

TEST_F(WebSocket, ShouldRefuseAKeyOrAVersionGivenTwiceAndJoinOtherHeaders) {
    auto twice = upgrade;
    twice.push_back(upgrade[3]);
    EXPECT_EQ(open(twice).status, 400);
    twice = upgrade;
    twice.push_back(upgrade[2]);
    EXPECT_EQ(open(twice).status, 426);
    EXPECT_EQ(open({{"Upgrade", "h2c"},
                    {"Upgrade", "WebSocket"},
                    {"Connection", "keep-alive"},
                    {"Connection", "upgrade"},
                    upgrade[2],
                    upgrade[3]})
                  .status,
              101);
}

TEST_F(WebSocket, ShouldSpeakItsSubprotocolOrNone) {
    const auto protocol_of = [&](const Headers& headers, std::string_view target = "/ws") {
        const auto reply = open(headers, target);
        return std::to_string(reply.status) + " " + reply.header("sec-websocket-protocol");
    };
    EXPECT_EQ(protocol_of(upgrade), "101 ");
    EXPECT_EQ(protocol_of(with("Sec-WebSocket-Protocol", "papo.v1")), "101 papo.v1");
    EXPECT_EQ(protocol_of(with("Sec-WebSocket-Protocol", "mqtt, papo.v1")), "101 papo.v1");
    EXPECT_EQ(protocol_of(with("Sec-WebSocket-Protocol", "mqtt, PAPO.V1")), "101 ");
    EXPECT_EQ(protocol_of(with("Sec-WebSocket-Protocol", "a b")), "400 ");
    auto two = with("Sec-WebSocket-Protocol", "mqtt");
    two.emplace_back("Sec-WebSocket-Protocol", "papo.v1");
    EXPECT_EQ(protocol_of(two), "101 papo.v1");
    EXPECT_EQ(protocol_of(two, "/echo"), "101 mqtt") << "the echo takes the client's first subprotocol";
}

TEST_F(WebSocket, ShouldNotCompressUnlessToldTo) {
    const auto reply = open(with("Sec-WebSocket-Extensions", "permessage-deflate"));
    EXPECT_EQ(reply.status, 101);
    EXPECT_EQ(reply.header("sec-websocket-extensions"), "");
    EXPECT_EQ(open(with("Sec-WebSocket-Extensions", "permessage-deflate; =")).status, 400);
    auto client = echo();
    client.tcp.send(compressed_frame(Opcode::text, std::string("\0", 1)));
    EXPECT_EQ(client.read_close(), 1002);
}

TEST_F(WebSocket, ShouldEchoUpTo16MiB) {
    constexpr std::size_t most = 16U << 20U;
    auto client = echo();
    const std::string whole(most, 'x');
    client.send(whole);
    EXPECT_EQ(client.read_text(), whole);
    for (std::size_t at = 0; at < most; at += most / 16) {
        client.send(at == 0 ? Opcode::binary : Opcode::continuation, std::string(most / 16, 'y'),
                    at + most / 16 == most);
    }
    EXPECT_EQ(client.read_frame().payload, std::string(most, 'y'));
    client.send(Opcode::binary, whole, false);
    client.send(Opcode::continuation, "x");
    EXPECT_EQ(client.read_close(), 1009);
    auto other = echo();
    other.tcp.send(masked_frame(Opcode::binary, std::string(most + 1, 'x')).substr(0, 14));
    EXPECT_EQ(other.read_close(), 1009) << "the frame header alone shows the size";
}

TEST_F(WebSocket, ShouldAnswerManyPingsInOrder) {
    auto client = echo();
    std::string pings;
    for (int i = 0; i < 10; ++i) pings += masked_frame(Opcode::ping, std::to_string(i) + std::string(124, 'p'));
    client.tcp.send(pings);
    for (int i = 0; i < 10; ++i) EXPECT_EQ(client.read_frame().payload, std::to_string(i) + std::string(124, 'p'));
}

TEST_F(WebSocket, ShouldAnswerEveryCloseCode) {
    for (const unsigned code :
         {1000U, 1001U, 1002U, 1003U, 1007U, 1011U, 1012U, 1013U, 1014U, 3000U, 3999U, 4000U, 4999U}) {
        auto client = echo();
        const auto payload = std::string{static_cast<char>(code >> 8U), static_cast<char>(code & 0xFFU)};
        client.send(Opcode::close, payload + "why");
        EXPECT_EQ(client.read_close(), code);
        EXPECT_TRUE(client.tcp.ends());
    }
    auto client = echo();
    client.send(Opcode::close, "");
    EXPECT_EQ(client.read_frame().payload, "") << "a close without a code is answered without one";
}

TEST_F(WebSocket, ShouldDeliverItsCloseToAPeerThatKeepsSending) {
    auto client = echo();
    client.send("last words");
    client.send(Opcode::close, "\x03\xE8");
    for (int i = 0; i < 100; ++i) client.send(Opcode::binary, std::string(100'000, 'x'));
    EXPECT_EQ(client.read_text(), "last words");
    EXPECT_EQ(client.read_close(), 1000);
    EXPECT_TRUE(client.tcp.ends());
}

TEST_F(WebSocket, ShouldAnswerAHalfClosedPeer) {
    auto client = echo();
    const std::string large(8U << 20U, 'x');
    client.send(large);
    client.tcp.end_sending();
    EXPECT_EQ(client.read_text(), large);
    EXPECT_TRUE(client.tcp.ends());
}

TEST_F(WebSocket, ShouldTakeNoBinaryInTheChat) {
    ChatClient client(server.port());
    client.WsClient::send(Opcode::binary, "x");
    EXPECT_EQ(client.read_close(), 1003);
}

TEST_F(WebSocket, ShouldLimitTheSizeOfAMessage) {
    const auto limit = 6 * 16384 + 4096;
    ChatClient client(server.port());
    client.WsClient::send(std::string(limit, ' '));
    EXPECT_EQ(client.read().at("code"), "bad_json");
    client.WsClient::send(std::string(limit + 1, ' '));
    EXPECT_EQ(client.read_close(), 1009);
}

}  // namespace
}  // namespace papo::test
