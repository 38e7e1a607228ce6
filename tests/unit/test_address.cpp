#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <cstring>
#include <string>

#include "papo/app/client_address.h"
#include "papo/net/address.h"

namespace papo::test {
namespace {

using net::Address;
using net::AddressRange;

Address at(std::string_view text) {
    return Address::parse(text).value();
}

TEST(AddressTest, ShouldBeTheSameFromSocketsOfBothFamilies) {
    sockaddr_storage v4{};
    auto& plain = reinterpret_cast<sockaddr_in&>(v4);
    plain.sin_family = AF_INET;
    ::inet_pton(AF_INET, "192.0.2.7", &plain.sin_addr);
    sockaddr_storage v6{};
    auto& mapped = reinterpret_cast<sockaddr_in6&>(v6);
    mapped.sin6_family = AF_INET6;
    ::inet_pton(AF_INET6, "::ffff:192.0.2.7", &mapped.sin6_addr);
    EXPECT_EQ(Address::of(v4), Address::of(v6));
    EXPECT_EQ(Address::of(v4), at("192.0.2.7"));
    EXPECT_EQ(at("::ffff:192.0.2.7"), at("192.0.2.7"));
    EXPECT_EQ(Address::of(sockaddr_storage{}), Address{});
}

TEST(AddressTest, ShouldTakeNothingButAddresses) {
    for (const auto* text : {"", "1.2.3", "1.2.3.4:80", "[::1]", "::1%lo", "unknown", "_hidden", " 1.2.3.4", "1.2.3.4 ",
                             "1.2.3.256", "1:2:3:4:5:6:7:8:9"}) {
        EXPECT_FALSE(Address::parse(text)) << text;
    }
    EXPECT_FALSE(Address::parse(std::string(200, '1')));
}

TEST(AddressTest, ShouldKnowLoopback) {
    for (const auto* text : {"127.0.0.1", "127.255.255.255", "::1", "::ffff:127.0.0.1"}) {
        EXPECT_TRUE(at(text).is_loopback()) << text;
        EXPECT_EQ(at(text).limit_key(), 0U) << text;
    }
    for (const auto* text : {"126.255.255.255", "128.0.0.1", "::2", "2001:db8::1", "0.0.0.1"}) {
        EXPECT_FALSE(at(text).is_loopback()) << text;
    }
}

TEST(AddressTest, ShouldLimitIpv4AloneAndIpv6ByItsNetwork) {
    EXPECT_NE(at("192.0.2.1").limit_key(), at("192.0.2.2").limit_key());
    EXPECT_NE(at("0.0.0.1").limit_key(), 0U);
    EXPECT_EQ(at("2001:db8:1:2::1").limit_key(), at("2001:db8:1:2:ffff::9").limit_key());
    EXPECT_NE(at("2001:db8:1:2::1").limit_key(), at("2001:db8:1:3::1").limit_key());
}

TEST(AddressTest, ShouldContainWhatSharesItsFirstBits) {
    const auto contains = [](std::string_view range, std::string_view address) {
        return AddressRange::parse(range).value().contains(at(address));
    };
    EXPECT_TRUE(contains("10.0.0.0/8", "10.255.0.1"));
    EXPECT_FALSE(contains("10.0.0.0/8", "11.0.0.0"));
    EXPECT_TRUE(contains("192.168.4.0/22", "192.168.7.255"));
    EXPECT_FALSE(contains("192.168.4.0/22", "192.168.8.0"));
    EXPECT_TRUE(contains("192.0.2.1", "192.0.2.1"));
    EXPECT_FALSE(contains("192.0.2.1", "192.0.2.0"));
    EXPECT_TRUE(contains("0.0.0.0/0", "203.0.113.1"));
    EXPECT_FALSE(contains("0.0.0.0/0", "2001:db8::1")) << "all of IPv4 is no IPv6";
    EXPECT_TRUE(contains("::/0", "2001:db8::1"));
    EXPECT_TRUE(contains("fd00::/8", "fdff::1"));
    for (const auto* wrong : {"10.0.0.0/33", "fd00::/129", "10.0.0.0/", "10.0.0.0/-1", "/8", "proxy"}) {
        EXPECT_FALSE(AddressRange::parse(wrong)) << wrong;
    }
}

class ForwardedFor : public testing::Test {
protected:
    // The client of a request that a proxy at `peer` sends with these lines.
    Address client(std::string_view peer, const std::vector<std::string>& lines) {
        proto::HttpRequest request;
        for (const auto& line : lines) request.headers.push_back({"x-forwarded-for", line});
        return app::client_address(at(peer), request, proxies);
    }
    app::Proxies proxies{*AddressRange::parse("10.0.0.0/8"), *AddressRange::parse("::1")};
};

TEST_F(ForwardedFor, ShouldBeBelievedFromTrustedProxiesOnly) {
    EXPECT_EQ(client("10.0.0.1", {"192.0.2.5"}), at("192.0.2.5"));
    EXPECT_EQ(client("::1", {"2001:db8::5"}), at("2001:db8::5"));
    EXPECT_EQ(client("192.0.2.9", {"192.0.2.5"}), at("192.0.2.9"));
}

TEST_F(ForwardedFor, ShouldGiveTheLastAddressThatIsNoProxy) {
    EXPECT_EQ(client("10.0.0.1", {"203.0.113.1, 192.0.2.5,10.0.0.2 , 10.0.0.3"}), at("192.0.2.5"));
    EXPECT_EQ(client("10.0.0.1", {"203.0.113.1", "192.0.2.5", "10.0.0.2"}), at("192.0.2.5")) << "lines are one list";
    EXPECT_EQ(client("10.0.0.1", {"10.9.9.9, 10.0.0.2"}), at("10.9.9.9")) << "proxies are all there is";
}

TEST_F(ForwardedFor, ShouldLeaveThePeerWhereItIsNoListOfAddresses) {
    for (const auto* line : {"", "unknown", "192.0.2.5,", ",", "192.0.2.5:80", "192.0.2.5, secret"}) {
        EXPECT_EQ(client("10.0.0.1", {line}), at("10.0.0.1")) << line;
    }
    EXPECT_EQ(client("10.0.0.1", {}), at("10.0.0.1"));
    EXPECT_EQ(client("10.0.0.1", {"invented!, 192.0.2.5"}), at("192.0.2.5")) << "what a client claims does not matter";
}

}  // namespace
}  // namespace papo::test
