#include <gtest/gtest.h>

#include "tests/support/http_client.h"
#include "tests/support/malformed_requests.h"
#include "tests/support/server_process.h"

namespace papo::test {
namespace {

class HttpFraming : public testing::Test {
protected:
    void TearDown() override { EXPECT_EQ(HttpClient(server.port()).get("/healthz").status, 200); }

    // Expects the refusal and then the end of the connection, even if more requests follow.
    void expect_refused(HttpClient& client, int status) {
        const auto reply = client.read_reply();
        EXPECT_EQ(reply.status, status);
        EXPECT_EQ(reply.header("connection"), "close");
        EXPECT_FALSE(reply.header("date").empty());
        EXPECT_FALSE(reply.code().empty());
        EXPECT_EQ(client.tcp.read_to_end(), "") << "no request after an error gets an answer";
    }

    ServerProcess server;
};

TEST_F(HttpFraming, ShouldRefuseMalformedRequests) {
    for (const auto& request : malformed_requests()) {
        SCOPED_TRACE(request.what);
        HttpClient client(server.port());
        client.tcp.send(request.bytes + "GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n");
        expect_refused(client, request.status);
    }
}

TEST_F(HttpFraming, ShouldRefuseMalformedRequestsByteByByte) {
    for (const auto& request : malformed_requests()) {
        SCOPED_TRACE(request.what);
        HttpClient client(server.port());
        // The server may end the connection before the last byte, so ignore failed sends.
        for (const char byte : request.bytes.substr(0, 300)) client.tcp.send({&byte, 1});
        if (request.bytes.size() > 300) client.tcp.send(request.bytes.substr(300));
        expect_refused(client, request.status);
    }
}

// RFC 9112 section 11.2: the server must not answer bytes as a request that a proxy may have passed as a body.
TEST_F(HttpFraming, ShouldNotAnswerASmuggledRequest) {
    const std::string smuggled = "GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n";
    for (const std::string fields :
         {"Content-Length: 4\r\nTransfer-Encoding: chunked", "Transfer-Encoding: chunked\r\nContent-Length: 4",
          "Transfer-Encoding: xchunked\r\nContent-Length: 4", "Transfer-Encoding : chunked\r\nContent-Length: 4",
          "X: y\nTransfer-Encoding: chunked\r\nContent-Length: 4", "Content-Length: 4\r\nContent-Length: 40"}) {
        HttpClient client(server.port());
        client.tcp.send("POST /upload HTTP/1.1\r\nHost: a\r\n" + fields + "\r\n\r\n0\r\n\r\n" + smuggled);
        expect_refused(client, 400);
    }
}

TEST_F(HttpFraming, ShouldNotTakeTrailersForHeaders) {
    HttpClient client(server.port());
    client.tcp.send(
        "POST /none HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3;a=\"b\"\r\nabc\r\n0\r\n"
        "Content-Length: 100\r\nHost: evil.test\r\nConnection: close\r\n\r\nGET /healthz HTTP/1.1\r\nHost: a\r\n\r\n");
    EXPECT_EQ(client.read_reply().status, 404);
    EXPECT_EQ(client.read_reply().status, 200);
}

TEST_F(HttpFraming, ShouldIgnoreBytesAfterALastRequest) {
    HttpClient client(server.port());
    client.tcp.send(
        "GET /healthz HTTP/1.1\r\nHost: a\r\nConnection: x, Close\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n");
    const auto reply = client.read_reply();
    EXPECT_EQ(reply.status, 200);
    EXPECT_EQ(reply.header("connection"), "close");
    EXPECT_EQ(client.tcp.read_to_end(), "");
}

TEST_F(HttpFraming, ShouldAnswerErrorsToHeadWithoutABody) {
    HttpClient client(server.port());
    client.tcp.send("HEAD / HTTP/1.1\r\nHost: a\r\nX : y\r\n\r\n");
    const auto reply = client.read_reply(true);
    EXPECT_EQ(reply.status, 400);
    EXPECT_NE(reply.header("content-length"), "0");
    EXPECT_EQ(client.tcp.read_to_end(), "");
}

TEST_F(HttpFraming, ShouldKnowEveryMinorVersion) {
    HttpClient client(server.port());
    EXPECT_EQ(client.raw("GET /healthz HTTP/1.7\r\nHost: a\r\n\r\n").header("connection"), "keep-alive");
    EXPECT_EQ(client.raw("GET /healthz HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n").header("connection"), "keep-alive");
    EXPECT_EQ(client.raw("GET /healthz HTTP/1.0\r\n\r\n").header("connection"), "close");
    EXPECT_TRUE(client.tcp.ends());
}

TEST_F(HttpFraming, ShouldServeEveryFormOfTarget) {
    HttpClient client(server.port());
    EXPECT_EQ(client.raw("GET http://papo.local/healthz HTTP/1.1\r\nHost: a\r\n\r\n").status, 200);
    EXPECT_EQ(client.raw("GET HTTPS://papo.local:443/healthz?x HTTP/1.1\r\nHost: a\r\n\r\n").status, 200);
    EXPECT_EQ(client.raw("GET http://papo.local HTTP/1.1\r\nHost: a\r\n\r\n").header("content-type"),
              "text/html; charset=utf-8");
    EXPECT_EQ(client.request("OPTIONS", "*").status, 204);
    EXPECT_EQ(client.request("OPTIONS", "http://papo.local").status, 204);
}

TEST_F(HttpFraming, ShouldTellUnknownMethodsFromWrongOnes) {
    HttpClient client(server.port());
    for (const auto* method : {"BREW", "PROPFIND", "get", "PRI", "QUERY"}) {
        EXPECT_EQ(client.request(method, "/").status, 501) << method;
    }
    for (const auto* method : {"POST", "PUT", "DELETE", "PATCH", "TRACE"}) {
        const auto reply = client.request(method, "/");
        EXPECT_EQ(reply.status, 405) << method;
        EXPECT_EQ(reply.header("allow"), "GET, HEAD, OPTIONS");
    }
    EXPECT_EQ(client.raw("CONNECT a:80 HTTP/1.1\r\nHost: a:80\r\n\r\n").status, 501);
    EXPECT_TRUE(client.tcp.ends()) << "bytes after a CONNECT may be for another server";
}

TEST_F(HttpFraming, ShouldListTheAllowedMethodsCorrectly) {
    HttpClient client(server.port());
    for (const auto* path : {"/", "/healthz", "/metrics", "/api/rooms", "/ws"}) {
        const auto options = client.request("OPTIONS", path);
        EXPECT_EQ(options.status, 204) << path;
        EXPECT_EQ(options.header("allow"), "GET, HEAD, OPTIONS") << path;
        EXPECT_EQ(options.headers.count("content-length"), 0U) << "RFC 9110 section 8.6";
        EXPECT_EQ(client.request("HEAD", path).status, client.get(path).status) << path;
    }
    EXPECT_EQ(client.request("OPTIONS", "/upload").header("allow"), "POST, OPTIONS");
    EXPECT_EQ(client.request("OPTIONS", "/none").status, 404);
}

TEST_F(HttpFraming, ShouldSend100ContinueOnlyForAcceptedRequests) {
    const std::string head = "POST /none HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\n";
    HttpClient known(server.port());
    known.tcp.send(head + "Content-Length: 3\r\n\r\n");
    EXPECT_EQ(known.tcp.read(12), "HTTP/1.1 404") << "the answer comes without the body";
    EXPECT_TRUE(known.tcp.ends()) << "the client may send the body or not";
    HttpClient none(server.port());
    none.tcp.send(head + "\r\n");
    EXPECT_EQ(none.tcp.read(12), "HTTP/1.1 404") << "there is no body to ask for";
    HttpClient old(server.port());
    old.tcp.send("POST /none HTTP/1.0\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\nabc");
    EXPECT_EQ(old.tcp.read(12), "HTTP/1.1 404") << "HTTP/1.0 has no 100 Continue";
}

TEST_F(HttpFraming, ShouldRefuseOtherExpectations) {
    HttpClient client(server.port());
    EXPECT_EQ(client.get("/healthz", {{"Expect", "a-miracle"}}).code(), "bad_expectation");
    const auto reply = client.request("POST", "/upload", {{"Expect", "100-continue, more"}}, "abc");
    EXPECT_EQ(reply.status, 417);
    EXPECT_TRUE(client.tcp.ends());
}

}  // namespace
}  // namespace papo::test
