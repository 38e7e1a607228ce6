#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "papo/http/client_address.h"

namespace papo::test {
namespace {

using net::Address;
using net::AddressRange;

Address address_at(std::string_view text) {
    return Address::parse(text).value();
}

class ForwardedFor : public testing::Test {
protected:
    // The client of a request that a proxy at `peer` sends with these lines.
    Address client(std::string_view peer, const std::vector<std::string>& lines) {
        proto::HttpRequest request;
        for (const auto& line : lines) request.headers.push_back({"x-forwarded-for", line});
        return http::client_address(address_at(peer), request, proxies);
    }
    std::vector<AddressRange> proxies{*AddressRange::parse("10.0.0.0/8"), *AddressRange::parse("::1")};
};

TEST_F(ForwardedFor, ShouldBeBelievedFromTrustedProxiesOnly) {
    EXPECT_EQ(client("10.0.0.1", {"192.0.2.5"}), address_at("192.0.2.5"));
    EXPECT_EQ(client("::1", {"2001:db8::5"}), address_at("2001:db8::5"));
    EXPECT_EQ(client("192.0.2.9", {"192.0.2.5"}), address_at("192.0.2.9"));
}

TEST_F(ForwardedFor, ShouldGiveTheLastAddressThatIsNoProxy) {
    EXPECT_EQ(client("10.0.0.1", {"203.0.113.1, 192.0.2.5,10.0.0.2 , 10.0.0.3"}), address_at("192.0.2.5"));
    EXPECT_EQ(client("10.0.0.1", {"203.0.113.1", "192.0.2.5", "10.0.0.2"}), address_at("192.0.2.5"))
        << "several lines are one list";
    EXPECT_EQ(client("10.0.0.1", {"10.9.9.9, 10.0.0.2"}), address_at("10.9.9.9")) << "all addresses are proxies";
}

TEST_F(ForwardedFor, ShouldGiveThePeerIfItIsNoListOfAddresses) {
    for (const auto* line : {"", "unknown", "192.0.2.5,", ",", "192.0.2.5:80", "192.0.2.5, secret"}) {
        EXPECT_EQ(client("10.0.0.1", {line}), address_at("10.0.0.1")) << line;
    }
    EXPECT_EQ(client("10.0.0.1", {}), address_at("10.0.0.1"));
    EXPECT_EQ(client("10.0.0.1", {"invented!, 192.0.2.5"}), address_at("192.0.2.5"))
        << "a client's claim does not count";
}

}  // namespace
}  // namespace papo::test
