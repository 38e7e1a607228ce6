#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "tests/support/metric.h"
#include "tests/support/server_process.h"
#include "tests/support/ws_client.h"

namespace papo::test {
namespace {

// The test plays clients from other addresses as a trusted proxy.
Headers from(const std::string& address) {
    return {{"X-Forwarded-For", address}};
}

TEST(Limits, ShouldGiveOneAddressHalfOfTheConnections) {
    ServerProcess server({"--max-connections", "8", "--trust-proxy", "127.0.0.1"});
    std::vector<std::unique_ptr<HttpClient>> inside;
    for (int i = 0; i < 4; ++i) {
        inside.push_back(std::make_unique<HttpClient>(server.port()));
        EXPECT_EQ(inside.back()->get("/healthz", from("192.0.2.1")).status, 200);
    }
    HttpClient fifth(server.port());
    const auto refused = fifth.get("/healthz", from("192.0.2.1"));
    EXPECT_EQ(refused.status, 503);
    EXPECT_EQ(refused.code(), "full");
    EXPECT_EQ(refused.header("retry-after"), "5");
    EXPECT_TRUE(fifth.tcp.ends());
    EXPECT_EQ(HttpClient(server.port()).get("/healthz", from("192.0.2.2")).status, 200);
    EXPECT_EQ(refusals(server, "connections_per_address"), 1U);
    inside.pop_back();
    HttpClient moved(server.port());
    EXPECT_EQ(moved.get("/healthz", from("192.0.2.2")).status, 200);
}

TEST(Limits, ShouldCountAProxysConnectionForItsClient) {
    ServerProcess server({"--max-connections-per-address", "1", "--trust-proxy", "127.0.0.0/8"});
    HttpClient proxy(server.port());
    EXPECT_EQ(proxy.get("/healthz", from("192.0.2.1")).status, 200);
    EXPECT_EQ(proxy.get("/healthz", from("192.0.2.2")).status, 200);
    HttpClient other(server.port());
    EXPECT_EQ(other.get("/healthz", from("192.0.2.1")).status, 200) << "the place moved with the request";
    EXPECT_EQ(other.get("/healthz", from("192.0.2.2")).status, 503);
}

TEST(Limits, ShouldNeverCountLoopbackAsAnAddress) {
    ServerProcess server({"--max-connections-per-address", "1"});
    HttpClient first(server.port());
    HttpClient second(server.port());
    EXPECT_EQ(first.get("/healthz", from("192.0.2.1")).status, 200);
    EXPECT_EQ(second.get("/healthz", from("192.0.2.1")).status, 200)
        << "X-Forwarded-For must not count without --trust-proxy";
}

// A chat connection from that address.
std::unique_ptr<ChatClient> chat_from(const ServerProcess& server, const std::string& address) {
    return std::make_unique<ChatClient>(server.port(), 0, "X-Forwarded-For: " + address + "\r\n");
}

TEST(Limits, ShouldLimitMessagesOfAnAddress) {
    ServerProcess server({"--rate-per-address", "1", "--trust-proxy", "127.0.0.1"});
    const auto ana = chat_from(server, "192.0.2.1");
    const auto bia = chat_from(server, "192.0.2.1");
    const auto caio = chat_from(server, "192.0.2.2");
    ana->join("sala1", "ana");
    bia->join("sala1", "bia");
    caio->join("sala1", "caio");
    EXPECT_EQ(ana->text("sala1", "1", "the third object of this address").value("code", ""), "rate_limited");
    EXPECT_EQ(caio->text("sala1", "2", "oi").at("type"), "message");
    EXPECT_EQ(refusals(server, "rate_per_address"), 1U);
}

TEST(Limits, ShouldLimitUploadsUnderWay) {
    ServerProcess server({"--max-uploads", "2", "--trust-proxy", "127.0.0.1"});
    const auto form = form_of({{"file", "a.txt", "text"}});
    const auto begin = [&](const std::string& address) {
        auto client = std::make_unique<HttpClient>(server.port());
        client->tcp.send("POST /upload HTTP/1.1\r\nHost: papo.local\r\nX-Forwarded-For: " + address +
                         "\r\nContent-Type: " + form_type +
                         "\r\nExpect: 100-continue\r\nContent-Length: " + std::to_string(form.size()) + "\r\n\r\n");
        return client;
    };
    const auto first = begin("192.0.2.1");
    first->tcp.read_through("100 Continue\r\n\r\n");
    const auto second = begin("192.0.2.1");
    const auto refused = second->raw(form);
    EXPECT_EQ(refused.status, 429);
    EXPECT_EQ(refused.code(), "busy");
    EXPECT_EQ(refused.header("retry-after"), "1");
    const auto third = begin("192.0.2.2");
    third->tcp.read_through("100 Continue\r\n\r\n");
    EXPECT_EQ(begin("192.0.2.3")->raw(form).status, 503);
    EXPECT_EQ(first->raw(form).status, 201);
    EXPECT_EQ(third->raw(form).status, 201);
    EXPECT_EQ(begin("192.0.2.3")->raw(form).status, 201);
    EXPECT_EQ(refusals(server, "uploads_at_once"), 1U);
    EXPECT_EQ(refusals(server, "uploads_at_once_per_address"), 1U);
    EXPECT_EQ(count_files(server.uploads()), 3U);
}

TEST(Limits, ShouldLimitTheUploadRateOfAnAddress) {
    ServerProcess server({"--uploads-per-address", "1", "--trust-proxy", "127.0.0.1"});
    HttpClient client(server.port());
    const Headers headers{{"Content-Type", form_type}, {"X-Forwarded-For", "192.0.2.1"}};
    // Ten uploads in a burst; each takes far less than a second.
    int taken = 0;
    for (auto status = 201; status == 201 && taken < 100; ++taken) {
        status = client.request("POST", "/upload", headers, form_of({{"file", "a.txt", "text"}})).status;
    }
    EXPECT_GE(taken, 11);
    EXPECT_LT(taken, 100);
    EXPECT_EQ(refusals(server, "uploads_per_address"), 1U);
}

TEST(Limits, ShouldStopAnsweringAnAddressWithTooManyErrors) {
    ServerProcess server({"--errors-per-address", "1", "--trust-proxy", "127.0.0.1"});
    HttpClient client(server.port());
    int answered = 0;
    const std::string request = "GET /nothing HTTP/1.1\r\nHost: papo.local\r\nX-Forwarded-For: 192.0.2.1\r\n\r\n";
    for (int i = 0; i < 100; ++i) client.tcp.send(request);
    try {
        for (; client.read_reply().status == 404; ++answered) {
        }
    } catch (const std::runtime_error&) {  // the server has ended the connection
    }
    EXPECT_GE(answered, 10);
    EXPECT_LT(answered, 100);
    EXPECT_EQ(refusals(server, "errors_per_address"), 1U);
    EXPECT_EQ(HttpClient(server.port()).get("/healthz", from("192.0.2.1")).status, 200)
        << "valid requests still get answers";
    EXPECT_EQ(HttpClient(server.port()).get("/nothing", from("192.0.2.2")).status, 404);
}

TEST(Limits, ShouldLimitPasswordGuesses) {
    ServerProcess server({"--password-tries", "2"});
    ChatClient host(server.port());
    host.join("sala1", "host", {{"password", "right"}});
    ChatClient guesser(server.port());
    for (const auto* guess : {"a", "b"}) {
        EXPECT_EQ(guesser.join("sala1", "x", {{"password", guess}}).value("code", ""), "wrong_password");
    }
    const auto refused = guesser.join("sala1", "x", {{"password", "right"}});
    EXPECT_EQ(refused.value("code", ""), "rate_limited");
    EXPECT_NE(refused.value("message", "").find("try again in"), std::string::npos);
    EXPECT_EQ(ChatClient(server.port()).join("sala1", "y", {{"password", "right"}}).at("type"), "joined");
    EXPECT_EQ(refusals(server, "passwords"), 1U);
}

// Sends a message in two rooms in one turn, and returns all bytes for a member of both, up to the end of the
// connection.
std::string two_messages_at_once(const Options& options) {
    ServerProcess server(options);
    ChatClient reader(server.port());
    ChatClient writer(server.port());
    for (const auto* room : {"a", "b"}) {
        reader.join(room, "reader");
        writer.join(room, "writer");
    }
    reader.read_pending();
    std::string both;
    for (const auto* room : {"a", "b"}) {
        const Json message{{"type", "message"}, {"room", room}, {"id", "1"}, {"text", std::string(4000, 'x')}};
        both += masked_frame(Opcode::text, message.dump());
    }
    writer.tcp.send(both);
    reader.tcp.readable_within(20'000);
    reader.tcp.send(masked_frame(Opcode::close, ""));
    return reader.tcp.read_to_end();
}

TEST(Limits, ShouldCutOffAReaderOnlyAboveTheBacklog) {
    constexpr std::string_view too_slow = "\x03\xf5reading too slowly";  // 1013
    const auto whole = two_messages_at_once({});
    ASSERT_GT(whole.size(), 8000U);
    // The answer to the reader's Close comes later and has two bytes.
    const auto bytes = whole.size() - 2;
    EXPECT_EQ(two_messages_at_once({"--max-backlog", std::to_string(bytes)}).size(), whole.size());
    const auto cut = two_messages_at_once({"--max-backlog", std::to_string(bytes - 1)});
    EXPECT_LT(cut.size(), 1000U) << "the server drops queued messages that it has not begun to send";
    EXPECT_NE(cut.find(too_slow), std::string::npos);
}

TEST(Limits, ShouldParseTrustedProxies) {
    EXPECT_EQ(run_program({"--trust-proxy", "proxy.example"}).status, 2);
    EXPECT_EQ(run_program({"--trust-proxy", "10.0.0.0/40"}).status, 2);
    EXPECT_EQ(run_program({}, {"PAPO_TRUST_PROXY=10.0.0.0/40"}).status, 2);
}

}  // namespace
}  // namespace papo::test
