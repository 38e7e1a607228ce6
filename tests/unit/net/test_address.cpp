#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <cstring>
#include <string>

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

TEST(AddressTest, ShouldParseNothingButAddresses) {
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

TEST(AddressTest, ShouldContainAddressesWithTheSameFirstBits) {
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
    EXPECT_FALSE(contains("0.0.0.0/0", "2001:db8::1")) << "an IPv4 range contains no IPv6 address";
    EXPECT_TRUE(contains("::/0", "2001:db8::1"));
    EXPECT_TRUE(contains("fd00::/8", "fdff::1"));
    for (const auto* wrong : {"10.0.0.0/33", "fd00::/129", "10.0.0.0/", "10.0.0.0/-1", "/8", "proxy"}) {
        EXPECT_FALSE(AddressRange::parse(wrong)) << wrong;
    }
}

}  // namespace
}  // namespace papo::test
