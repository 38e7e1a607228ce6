#include <gtest/gtest.h>

#include "tests/support/http_client.h"
#include "tests/support/server_process.h"
#include "tests/support/ws_client.h"

namespace papo::test {
namespace {

HttpReply ask(std::uint16_t port, const std::string& host, const std::string& target = "/",
              const std::string& fields = {}) {
    return HttpClient(port).raw("GET " + target + " HTTP/1.1\r\nHost: " + host + "\r\n" + fields + "\r\n");
}

TEST(HttpHost, ShouldServeUnderNamesThatNoOutsiderCanOwn) {
    ServerProcess server;
    const auto port = std::to_string(server.port());
    for (const auto& host : {"127.0.0.1:" + port, "[::1]:" + port, "localhost:" + port, std::string("papo.local"),
                             std::string("PAPO.LAN."), std::string("papo"), std::string("192.168.1.7")}) {
        EXPECT_EQ(ask(server.port(), host).status, 200) << host;
    }
}

TEST(HttpHost, ShouldRefuseEveryRouteButHealthzUnderAnotherName) {
    ServerProcess server;
    const std::string upgrade =
        "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nOrigin: http://evil.test\r\n";
    for (const auto* target : {"/", "/ws", "/echo", "/upload", "/uploads/x", "/api/rooms", "/metrics", "/none"}) {
        const auto reply = ask(server.port(), "evil.test", target, upgrade);
        EXPECT_EQ(reply.status, 421) << target;
        EXPECT_EQ(reply.code(), "bad_host") << target;
    }
    const auto words = ask(server.port(), "evil.test:5000").json().at("error").get<std::string>();
    EXPECT_NE(words.find("--public-host evil.test"), std::string::npos) << words;
    EXPECT_EQ(ask(server.port(), "evil.test", "/healthz").status, 200);
    EXPECT_EQ(ask(server.port(), "").status, 421) << "an empty name is not accepted";
    EXPECT_EQ(ask(server.port(), std::string(1000, 'a') + ".test").status, 421);
}

TEST(HttpHost, ShouldCheckTheTargetIfItNamesAHost) {
    ServerProcess server;
    EXPECT_EQ(ask(server.port(), "evil.test", "http://papo.local/").status, 200);
    EXPECT_EQ(ask(server.port(), "papo.local", "http://evil.test/").status, 421);
    HttpClient old(server.port());
    EXPECT_EQ(old.raw("GET http://evil.test/ HTTP/1.0\r\n\r\n").status, 421);
    HttpClient silent(server.port());
    EXPECT_EQ(silent.raw("GET / HTTP/1.0\r\n\r\n").status, 200) << "only programs use HTTP/1.0 without a Host";
}

TEST(HttpHost, ShouldServeUnderTheNamesItIsGiven) {
    ServerProcess server({"--public-host", "chat.example.org", "--public-host", "chat.example.net"});
    EXPECT_EQ(ask(server.port(), "Chat.Example.org:80").status, 200);
    EXPECT_EQ(ask(server.port(), "chat.example.net.").status, 200);
    EXPECT_EQ(ask(server.port(), "example.org").status, 421);
    ServerProcess open({"--public-host", "*"});
    EXPECT_EQ(ask(open.port(), "evil.test").status, 200);
}

TEST(HttpHost, ShouldServeUnderItsPublicUrl) {
    ServerProcess server({"--public-url", "https://chat.example.org/"});
    const std::string upgrade =
        "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nOrigin: https://chat.example.org\r\n";
    EXPECT_EQ(ask(server.port(), "chat.example.org").status, 200);
    EXPECT_EQ(ask(server.port(), "example.org").status, 421);
    EXPECT_EQ(ask(server.port(), "chat.example.org", "/ws", upgrade).status, 101);
    EXPECT_EQ(ask(server.port(), "papo.lan", "/ws", upgrade).status, 101) << "a proxy may use another Host";
    EXPECT_EQ(ChatClient(server.port()).welcome().at("addresses").at(0), "https://chat.example.org");
}

TEST(HttpHost, ShouldReadTheNamesFromTheEnvironment) {
    const auto run = run_program({"--port", "0"}, {"PAPO_PUBLIC_HOST=http://chat.example.org/"});
    EXPECT_EQ(run.status, 2);
    EXPECT_NE(run.err.find("--public-host"), std::string::npos) << run.err;
}

}  // namespace
}  // namespace papo::test
