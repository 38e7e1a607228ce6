#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <linux/sockios.h>
#include <net/if.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstring>

#include "papo/base/fd.h"
#include "papo/net/interfaces.h"
#include "papo/ops/reach.h"

namespace papo::test {
namespace {

using Strings = std::vector<std::string>;

constexpr std::uint32_t ipv4(std::uint32_t a, std::uint32_t b, std::uint32_t c, std::uint32_t d) {
    return a << 24U | b << 16U | c << 8U | d;
}

TEST(Interfaces, ShouldComeInTheOrderInWhichOthersReachThem) {
    EXPECT_EQ(net::by_reach({{"docker0", ipv4(172, 17, 0, 1), true, false},
                             {"tun0", ipv4(10, 8, 0, 2), true, true},
                             {"somewhere", ipv4(10, 9, 0, 2), true, true},
                             {"eth1", ipv4(169, 254, 3, 4), true, false},
                             {"eth0", ipv4(192, 168, 0, 9), false, false},
                             {"wlan0", ipv4(192, 168, 1, 7), true, false},
                             {"br-0a1b", ipv4(172, 18, 0, 1), true, false},
                             {"enp3s0", ipv4(10, 0, 0, 5), true, false},
                             {"enp3s0", ipv4(10, 0, 0, 5), true, false}}),
              (Strings{"192.168.1.7", "10.0.0.5", "192.168.0.9", "172.17.0.1", "10.8.0.2", "10.9.0.2", "172.18.0.1",
                       "169.254.3.4"}));
    EXPECT_EQ(net::by_reach({}), Strings{});
}

TEST(Interfaces, ShouldLeaveOutBridgesThatOnlyContainersReach) {
    const net::Link bridge{1, "br0", 0, "bridge", 0};
    const net::Link container{2, "veth1", 0, "veth", 1};
    const net::Link machine{3, "vnet0", 0, "tun", 1};
    const net::Link card{4, "enp3s0", 0, "", 1};
    const net::Link other_card{5, "enp4s0", 0, "", 9};
    EXPECT_TRUE(net::is_inner_bridge(bridge, {bridge})) << "no container runs";
    EXPECT_TRUE(net::is_inner_bridge(bridge, {bridge, container, machine, other_card}));
    EXPECT_FALSE(net::is_inner_bridge(bridge, {bridge, container, card})) << "the network's computers reach it";
    EXPECT_FALSE(net::is_inner_bridge(container, {bridge, container})) << "in a container, the way out";
    EXPECT_FALSE(net::is_inner_bridge(card, {bridge, card}));
}

// Makes a bridge with an address.
bool make_bridge(const char* name) {
    const Fd socket(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0));
    ifreq request{};
    std::strncpy(request.ifr_name, name, IFNAMSIZ - 1);
    auto* address = reinterpret_cast<sockaddr_in*>(&request.ifr_addr);
    address->sin_family = AF_INET;
    address->sin_addr.s_addr = htonl(ipv4(10, 1, 2, 3));
    if (::ioctl(socket.get(), SIOCBRADDBR, name) != 0 || ::ioctl(socket.get(), SIOCSIFADDR, &request) != 0)
        return false;
    request.ifr_flags = IFF_UP;
    return ::ioctl(socket.get(), SIOCSIFFLAGS, &request) == 0;
}

TEST(Interfaces, ShouldRecognizeTheKernelsBridges) {
    const auto child = ::fork();
    if (child == 0) {
        if (::unshare(CLONE_NEWNET) != 0 || !make_bridge("papo0")) ::_exit(2);
        auto interfaces = net::Interfaces::open();
        const auto found = interfaces ? interfaces->read() : std::nullopt;
        ::_exit(found && found->empty() ? 0 : 1);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    if (WEXITSTATUS(status) == 2) GTEST_SKIP() << "needs the right to make a bridge";
    EXPECT_EQ(status, 0);
}

TEST(Interfaces, ShouldBeReadAgainAndAgainOverOneSocket) {
    auto interfaces = net::Interfaces::open();
    ASSERT_TRUE(interfaces);
    const auto first = interfaces->read();
    ASSERT_TRUE(first);
    for (const auto& each : *first) {
        EXPECT_FALSE(each.interface.empty());
        EXPECT_NE(each.address >> 24U, 127U) << "loopback is left out";
    }
    const auto again = interfaces->read();
    ASSERT_TRUE(again);
    EXPECT_EQ(net::by_reach(*again), net::by_reach(*first));
}

config::Config listening_on(const std::string& host) {
    config::Config config;
    config.host = host;
    return config;
}

TEST(Reach, ShouldBeTheMachinesAddressesIfItListensOnAll) {
    const Strings machine{"192.168.1.7", "10.0.0.5"};
    const Strings urls{"http://192.168.1.7:5000", "http://10.0.0.5:5000"};
    EXPECT_EQ(ops::urls_of(listening_on("0.0.0.0"), 5000, machine), urls);
    EXPECT_EQ(ops::urls_of(listening_on("::"), 5000, machine), urls);
    EXPECT_EQ(ops::urls_of(listening_on("0.0.0.0"), 80, machine).front(), "http://192.168.1.7");
}

TEST(Reach, ShouldBeTheOneAddressItListensOn) {
    const Strings machine{"192.168.1.7", "10.0.0.5"};
    EXPECT_EQ(ops::urls_of(listening_on("10.0.0.5"), 5000, machine), Strings{"http://10.0.0.5:5000"});
    EXPECT_EQ(ops::urls_of(listening_on("fd00::2"), 5000, machine), Strings{"http://[fd00::2]:5000"});
}

TEST(Reach, ShouldNeverBeLoopback) {
    for (const auto* host : {"127.0.0.1", "127.3.2.1", "localhost", "::1"}) {
        auto config = listening_on(host);
        config.public_hosts = {"chat.example.org"};
        EXPECT_EQ(ops::urls_of(config, 5000, {"192.168.1.7"}), Strings{}) << host;
    }
}

TEST(Reach, ShouldBeginWithTheNamesItWasGiven) {
    auto config = listening_on("0.0.0.0");
    config.public_hosts = {"*", "chat.example.org"};
    const Strings both{"http://chat.example.org:5000", "http://192.168.1.7:5000"};
    EXPECT_EQ(ops::urls_of(config, 5000, {"192.168.1.7"}), both);
    config.trusted_proxies.push_back(*net::AddressRange::parse("10.0.0.0/8"));
    EXPECT_EQ(ops::urls_of(config, 5000, {"192.168.1.7"}), Strings{"http://192.168.1.7:5000"})
        << "the name and its port belong to the proxy";
}

TEST(Reach, ShouldBeginWithThePublicUrl) {
    auto config = listening_on("0.0.0.0");
    config.public_url = "https://chat.example.org/papo";
    config.public_hosts = {"other.example.org"};
    EXPECT_EQ(ops::urls_of(config, 5000, {"192.168.1.7"}),
              (Strings{"https://chat.example.org/papo", "http://other.example.org:5000", "http://192.168.1.7:5000"}));
    config.host = "127.0.0.1";
    EXPECT_EQ(ops::urls_of(config, 5000, {}), Strings{"https://chat.example.org/papo"}) << "a proxy stands in front";
    config = listening_on("0.0.0.0");
    config.public_url = "http://192.168.1.7:5000";
    EXPECT_EQ(ops::urls_of(config, 5000, {"192.168.1.7", "10.0.0.5"}),
              (Strings{"http://192.168.1.7:5000", "http://10.0.0.5:5000"}))
        << "no URL comes twice";
}

TEST(Reach, ShouldHoldEightAtMost) {
    Strings many;
    for (int i = 1; i <= 9; ++i) many.push_back("192.168.1." + std::to_string(i));
    EXPECT_EQ(ops::urls_of(listening_on("0.0.0.0"), 5000, many).size(), 8U);
}

TEST(Reach, ShouldDoWithoutInterfaces) {
    const auto config = listening_on("0.0.0.0");
    ops::Reach reach(config, 5000, std::nullopt, {1, 1});
    EXPECT_EQ(reach.urls({1, 1}), Strings{});
    EXPECT_EQ(reach.urls({60'000, 60'000}), Strings{});
}

}  // namespace
}  // namespace papo::test
