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

TEST_F(WebSocket, ShouldAskForAnUpgradeWhereThereIsNone) {
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

TEST_F(WebSocket, ShouldTakeNoBinaryInTheChat) {
    ChatClient client(server.port());
    client.WsClient::send(Opcode::binary, "x");
    EXPECT_EQ(client.read_close(), 1003);
}

TEST_F(WebSocket, ShouldBoundTheSizeOfAMessage) {
    const auto limit = 6 * 16384 + 4096;
    ChatClient client(server.port());
    client.WsClient::send(std::string(limit, ' '));
    EXPECT_EQ(client.read().at("code"), "bad_json");
    client.WsClient::send(std::string(limit + 1, ' '));
    EXPECT_EQ(client.read_close(), 1009);
}

}  // namespace
}  // namespace papo::test
