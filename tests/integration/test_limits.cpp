#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "tests/support/server_process.h"
#include "tests/support/ws_client.h"

namespace papo::test {
namespace {

// Addresses other than loopback are played with a trusted proxy, which is what this test is to the server.
Headers from(const std::string& address) {
    return {{"X-Forwarded-For", address}};
}

// The sample of a counter or gauge in /metrics.
std::uint64_t metric(const ServerProcess& server, const std::string& name) {
    const auto text = HttpClient(server.port()).get("/metrics").body;
    const auto at = text.find("\n" + name + " ");
    return at == std::string::npos ? UINT64_MAX : std::stoull(text.substr(at + name.size() + 2));
}

std::uint64_t refusals(const ServerProcess& server, const std::string& reason) {
    return metric(server, "papo_refusals_total{reason=\"" + reason + "\"}");
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

TEST(Limits, ShouldCountAProxysConnectionForWhomItAsks) {
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
    EXPECT_EQ(second.get("/healthz", from("192.0.2.1")).status, 200) << "nobody is believed without --trust-proxy";
}

TEST(Limits, ShouldUnderstandWhichProxiesToTrust) {
    EXPECT_EQ(run_program({"--trust-proxy", "proxy.example"}).status, 2);
    EXPECT_EQ(run_program({"--trust-proxy", "10.0.0.0/40"}).status, 2);
    EXPECT_EQ(run_program({}, {"PAPO_TRUST_PROXY=10.0.0.0/40"}).status, 2);
}

}  // namespace
}  // namespace papo::test
