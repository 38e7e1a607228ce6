#include <gtest/gtest.h>

#include "papo/net/listener.h"
#include "tests/support/http_client.h"
#include "tests/support/server_process.h"

namespace papo::test {
namespace {

class Http : public testing::Test {
protected:
    // After each test, the server must still serve.
    void TearDown() override { EXPECT_EQ(HttpClient(server.port()).get("/healthz").status, 200); }

    HttpReply ask(std::string_view method, std::string_view target, const Headers& headers = {}) {
        return HttpClient(server.port()).request(method, target, headers);
    }
    HttpReply raw(std::string_view bytes) { return HttpClient(server.port()).raw(bytes); }
    // The status of the answer to a framing error; also expects the end of the connection.
    int refused(const std::string& request) {
        HttpClient client(server.port());
        const auto reply = client.raw(request);
        EXPECT_EQ(reply.header("connection"), "close");
        EXPECT_TRUE(client.tcp.ends());
        return reply.status;
    }

    ServerProcess server;
};

TEST_F(Http, ShouldAnswerHealthz) {
    const auto reply = ask("GET", "/healthz");
    EXPECT_EQ(reply.status, 200);
    EXPECT_EQ(reply.header("content-type"), "application/json");
    EXPECT_EQ(reply.body, R"({"status":"ok"})");
}

TEST_F(Http, ShouldListNoRoomsWithoutMembers) {
    EXPECT_EQ(ask("GET", "/api/rooms").json(), nlohmann::json::parse(R"({"rooms":[]})"));
}

TEST_F(Http, ShouldServeTheWebClientWithItsType) {
    const auto reply = ask("GET", "/");
    EXPECT_EQ(reply.status, 200);
    EXPECT_EQ(reply.header("content-type"), "text/html; charset=utf-8");
    EXPECT_EQ(reply.header("x-content-type-options"), "nosniff");
    EXPECT_EQ(reply.body, read_file(server.www() / "index.html"));
}

TEST_F(Http, ShouldAnswer304ToACurrentValidator) {
    const auto etag = ask("GET", "/").header("etag");
    ASSERT_FALSE(etag.empty());
    const auto reply = ask("GET", "/", {{"If-None-Match", etag}});
    EXPECT_EQ(reply.status, 304);
    EXPECT_EQ(reply.header("etag"), etag);
    EXPECT_TRUE(reply.body.empty());
    EXPECT_EQ(ask("GET", "/", {{"If-None-Match", "\"other\""}}).status, 200);
}

TEST_F(Http, ShouldAnswerHeadWithTheHeadersOfGetAndNoBody) {
    HttpClient client(server.port());
    const auto get = client.get("/");
    const auto head = client.request("HEAD", "/");
    EXPECT_EQ(head.status, 200);
    EXPECT_EQ(head.header("content-length"), get.header("content-length"));
    EXPECT_EQ(head.header("etag"), get.header("etag"));
    EXPECT_EQ(client.get("/healthz").status, 200) << "the answer to HEAD must have no body";
}

TEST_F(Http, ShouldAnswerPipelinedRequestsInTheirOrder) {
    HttpClient client(server.port());
    client.tcp.send(
        "GET /healthz HTTP/1.1\r\nHost: a\r\n\r\nHEAD / HTTP/1.1\r\nHost: a\r\n\r\n"
        "GET /none HTTP/1.1\r\nHost: a\r\n\r\nGET /api/rooms HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
    EXPECT_EQ(client.read_reply().body, R"({"status":"ok"})");
    EXPECT_EQ(client.read_reply(true).header("content-type"), "text/html; charset=utf-8");
    EXPECT_EQ(client.read_reply().status, 404);
    EXPECT_EQ(client.read_reply().body, R"({"rooms":[]})");
    EXPECT_TRUE(client.tcp.ends());
}

TEST_F(Http, ShouldAnswerManyPipelinedRequests) {
    HttpClient client(server.port());
    std::string requests;
    for (int i = 0; i < 1000; ++i) requests += "GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n";
    client.tcp.send(requests);
    for (int i = 0; i < 1000; ++i) ASSERT_EQ(client.read_reply().status, 200) << i;
}

TEST_F(Http, ShouldReadARequestThatComesByteByByte) {
    HttpClient client(server.port());
    for (const char c : std::string("GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n")) client.tcp.send({&c, 1});
    EXPECT_EQ(client.read_reply().status, 200);
}

TEST_F(Http, ShouldCloseAfterHttp10UnlessAskedToStay) {
    HttpClient client(server.port());
    client.tcp.send("GET /healthz HTTP/1.0\r\n\r\n");
    EXPECT_EQ(client.read_reply().status, 200);
    EXPECT_TRUE(client.tcp.ends());
    HttpClient staying(server.port());
    staying.tcp.send("GET /healthz HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
    EXPECT_EQ(staying.read_reply().status, 200);
    EXPECT_EQ(staying.get("/healthz").status, 200);
}

TEST_F(Http, ShouldSkipUnusedBodies) {
    HttpClient client(server.port());
    const auto chunked = client.raw(
        "GET /healthz HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\nX: y\r\n\r\n");
    EXPECT_EQ(chunked.status, 200);
    EXPECT_EQ(client.request("GET", "/healthz", {}, "hello").status, 200);
    EXPECT_EQ(client.get("/healthz").status, 200);
}

TEST_F(Http, ShouldAnswerErrorsAsJson) {
    const auto reply = ask("GET", "/none");
    EXPECT_EQ(reply.status, 404);
    EXPECT_EQ(reply.header("content-type"), "application/json");
    EXPECT_EQ(reply.json().at("success"), false);
    EXPECT_FALSE(reply.json().at("error").get<std::string>().empty());
}

TEST_F(Http, ShouldListTheMethodsOfAPath) {
    EXPECT_EQ(ask("DELETE", "/").status, 405);
    EXPECT_EQ(ask("DELETE", "/").header("allow"), "GET, HEAD, OPTIONS");
    const auto upload = ask("GET", "/upload");
    EXPECT_EQ(upload.status, 405);
    EXPECT_EQ(upload.header("allow"), "POST, OPTIONS");
    EXPECT_EQ(ask("OPTIONS", "/upload").status, 204);
}

TEST_F(Http, ShouldNotLeaveTheFolderOfTheClient) {
    for (const auto* path : {"/../uploads", "/%2e%2e/uploads", "/..%2f..%2fetc/passwd", "//etc/passwd", "/.%00/x"}) {
        const auto status = ask("GET", path).status;
        EXPECT_TRUE(status == 404 || status == 400) << path << " " << status;
    }
}

TEST_F(Http, ShouldRefuseAmbiguousRequests) {
    EXPECT_EQ(refused("GET / HTTP/1.1\nHost: a\n\n"), 400) << "bare LF";
    EXPECT_EQ(refused("GET / HTTP/1.1\r\nHost: a\r\nX: 1\r\n folded\r\n\r\n"), 400) << "obs-fold";
    EXPECT_EQ(refused(std::string("GET / HTTP/1.1\r\nHost: a\r\nX: \0\r\n\r\n", 33)), 400) << "NUL";
    EXPECT_EQ(refused("POST /upload HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n"
                      "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
              400)
        << "two lengths";
    EXPECT_EQ(refused("GET / HTTP/1.1\r\n\r\n"), 400) << "no Host";
    EXPECT_EQ(refused("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n"), 400) << "two Hosts";
    EXPECT_EQ(refused("POST /upload HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n"), 400);
    EXPECT_EQ(refused("complete nonsense\r\n\r\n"), 400);
}

TEST_F(Http, ShouldLimitTheHeaderBlock) {
    const std::string start = "GET /healthz HTTP/1.1\r\n";
    const std::string first = "Host: a\r\nX: ";
    const auto fill = 16 * 1024 - first.size() - 2;
    EXPECT_EQ(raw(start + first + std::string(fill, 'x') + "\r\n\r\n").status, 200);
    EXPECT_EQ(refused(start + first + std::string(fill + 1, 'x') + "\r\n\r\n"), 431);
}

TEST_F(Http, ShouldLimitTheTarget) {
    const auto get = [](std::size_t size) {
        return "GET /" + std::string(size - 1, 'a') + " HTTP/1.1\r\nHost: a\r\n\r\n";
    };
    EXPECT_EQ(raw(get(8192)).status, 404);
    EXPECT_EQ(refused(get(8193)), 414);
    EXPECT_EQ(refused(get(100'000)), 414);
}

TEST_F(Http, ShouldServeOverIpv6WhenAskedTo) {
    if (!net::Listener::listen("::1", 0)) GTEST_SKIP() << "this machine has no IPv6";
    ServerProcess both({"--host", "::"});
    TcpClient six(both.port(), 0, true);
    six.send("GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n");
    EXPECT_EQ(six.read(12), "HTTP/1.1 200");
    EXPECT_EQ(HttpClient(both.port()).get("/healthz").status, 200) << "IPv4 too";
}

}  // namespace
}  // namespace papo::test
