#include <gtest/gtest.h>

#include <string>

#include "tests/support/metric.h"
#include "tests/support/server_process.h"
#include "tests/support/ws_client.h"

namespace papo::test {
namespace {

constexpr const char* soon = "0.1";  // s

TEST(Deadlines, ShouldCloseAConnectionWithoutARequest) {
    ServerProcess server({"--handshake-timeout", soon});
    EXPECT_EQ(TcpClient(server.port()).read_to_end(), "");
    EXPECT_EQ(refusals(server, "handshake_timeout"), 1U);
}

TEST(Deadlines, ShouldCloseAConnectionWhoseHeaderBlockIsLate) {
    ServerProcess server({"--header-timeout", soon});
    HttpClient client(server.port());
    client.tcp.send("GET / HTTP/1.1\r\nHost: papo.local\r\n");
    const auto reply = client.raw("X-Slow: 1\r\n");
    EXPECT_EQ(reply.status, 408);
    EXPECT_TRUE(client.tcp.ends());
    EXPECT_EQ(refusals(server, "header_timeout"), 1U);
}

TEST(Deadlines, ShouldCloseAConnectionWhoseBodyStops) {
    ServerProcess server({"--body-timeout", soon});
    HttpClient client(server.port());
    EXPECT_EQ(client
                  .raw("POST /upload HTTP/1.1\r\nHost: papo.local\r\nContent-Type: " + form_type +
                       "\r\nContent-Length: 5000\r\n\r\n------papo\r\n")
                  .status,
              408);
    EXPECT_TRUE(client.tcp.ends());
    EXPECT_EQ(refusals(server, "body_timeout"), 1U);
    EXPECT_EQ(count_files(server.uploads()), 0U);
}

// Sends a byte in each window of 0.2 s to a server that requires 1 MiB/s.
TEST(Deadlines, ShouldCutOffAnUploadThatDrips) {
    ServerProcess server({"--body-timeout", "0.2", "--min-upload-rate", "1MiB"});
    HttpClient client(server.port());
    client.tcp.send("POST /upload HTTP/1.1\r\nHost: papo.local\r\nContent-Type: " + form_type +
                    "\r\nContent-Length: 500000\r\n\r\n------papo\r\nContent-Disposition: form-data; name=\"file\"; "
                    "filename=\"a.txt\"\r\n\r\n");
    while (!client.tcp.readable_within(20)) client.tcp.send("x");
    const auto reply = client.read_reply();
    EXPECT_EQ(reply.status, 408);
    EXPECT_NE(reply.body.find("too slowly"), std::string::npos);
    EXPECT_EQ(refusals(server, "upload_rate"), 1U);
    EXPECT_EQ(count_files(server.uploads()), 0U);
}

TEST(Deadlines, ShouldCloseAnIdleConnection) {
    ServerProcess server({"--idle-timeout", soon});
    HttpClient client(server.port());
    EXPECT_EQ(client.get("/healthz").status, 200);
    EXPECT_EQ(client.tcp.read_to_end(), "");
    EXPECT_EQ(refusals(server, "idle_timeout"), 1U);
}

TEST(Deadlines, ShouldCloseAConnectionThatDoesNotReadItsAnswer) {
    ServerProcess server({"--answer-timeout", soon});
    const auto name = upload(server.port(), "large.txt", std::string(32U << 20U, 'x')).json().at("url");
    HttpClient client(server.port());
    client.tcp.send("GET " + name.get<std::string>() + " HTTP/1.1\r\nHost: papo.local\r\n\r\n");
    while (refusals(server, "answer_timeout") == 0) {
    }
    EXPECT_LT(client.tcp.read_to_end().size(), 32U << 20U) << "the answer must end early";
}

TEST(Deadlines, ShouldCloseAWebSocketThatDoesNotAnswerPings) {
    ServerProcess server({"--ping-interval", soon, "--pong-timeout", soon});
    ChatClient client(server.port());
    EXPECT_EQ(client.read_frame().opcode, Opcode::ping);
    EXPECT_EQ(client.tcp.read_to_end(), "");
    EXPECT_EQ(refusals(server, "pong_timeout"), 1U);
}

TEST(Deadlines, ShouldPingAgainAfterEachAnswer) {
    ServerProcess server({"--ping-interval", soon, "--pong-timeout", "20"});
    ChatClient client(server.port());
    for (int i = 0; i < 3; ++i) {
        EXPECT_EQ(client.read_frame().opcode, Opcode::ping) << i;
        client.send(Opcode::pong, "");
    }
}

// Pongs, solicited or not, must not keep a silent connection open.
std::uint16_t close_of_one_who_only_pongs(WsClient& client) {
    for (int pongs = 0; pongs < 2000; ++pongs) {
        client.send(Opcode::pong, "");
        if (!client.tcp.readable_within(5)) continue;
        const auto frame = client.read_frame();
        if (frame.opcode == Opcode::close) return frame.close_code();
    }
    return 0;
}

TEST(Deadlines, ShouldCloseASilentWebSocket) {
    ServerProcess server({"--silent-timeout", "0.2", "--ping-interval", "0.05", "--enable-echo"});
    ChatClient chat(server.port());
    EXPECT_EQ(close_of_one_who_only_pongs(chat), 1008);
    WsClient echo(server.port(), "/echo");
    EXPECT_EQ(close_of_one_who_only_pongs(echo), 1008);
    EXPECT_EQ(refusals(server, "silent_timeout"), 2U);
}

TEST(Deadlines, ShouldKeepAWebSocketThatSpokeOrIsInARoom) {
    ServerProcess server({"--silent-timeout", "0.05", "--ping-interval", "0.02"});
    ChatClient watcher(server.port());
    watcher.say({{"type", "rooms"}, {"watch", true}});
    WsClient reader(server.port(), "/ws?room=sala1&name=ana");
    const auto answers_pings = [](WsClient& client) {
        for (int pings = 0; pings < 10;) {
            const auto frame = client.read_frame();
            if (frame.opcode == Opcode::close) return false;
            if (frame.opcode != Opcode::ping) continue;
            ++pings;
            client.send(Opcode::pong, "");
        }
        return true;
    };
    EXPECT_TRUE(answers_pings(watcher));
    EXPECT_TRUE(answers_pings(reader));
    EXPECT_EQ(refusals(server, "silent_timeout"), 0U);
}

TEST(Deadlines, ShouldRefuseInvalidSeconds) {
    EXPECT_EQ(run_program({"--header-timeout", "0"}).status, 2);
    EXPECT_EQ(run_program({"--idle-timeout", "soon"}).status, 2);
    EXPECT_EQ(run_program({}, {"PAPO_PONG_TIMEOUT=-1"}).status, 2);
}

}  // namespace
}  // namespace papo::test
