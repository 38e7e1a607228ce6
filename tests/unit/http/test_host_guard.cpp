#include <gtest/gtest.h>

#include "papo/http/host_guard.h"
#include "papo/http/origin.h"

namespace papo::test {
namespace {

using namespace http;

bool known(std::string_view host, const std::vector<std::string>& names = {}) {
    return HostGuard(names).knows(host);
}

TEST(HostGuard, ShouldKnowAddresses) {
    for (const auto* host : {"127.0.0.1", "192.168.0.7:5000", "10.0.0.1:", "[::1]", "[fe80::1]:5000", "8.8.8.8"}) {
        EXPECT_TRUE(known(host)) << host;
    }
    for (const auto* host : {"1.2.3", "1.2.3.4.5", "256.1.1.1", "1.2.3.4.evil.test", "[::1]x", "::1", "[]"}) {
        EXPECT_FALSE(known(host)) << host;
    }
}

TEST(HostGuard, ShouldKnowNamesThatNoOutsiderCanOwn) {
    for (const auto* host : {"localhost", "papo", "PAPO:5000", "papo.", "my_pc", "papo.local", "Papo.Local.",
                             "a.b.local:80", "papo.lan", "papo.home.arpa", "papo.internal", "papo.localhost"}) {
        EXPECT_TRUE(known(host)) << host;
    }
}

TEST(HostGuard, ShouldRefuseOtherNames) {
    for (const auto* host : {"evil.test",
                             "evil.test:5000",
                             "papo.local.evil.test",
                             "evillocal.test",
                             "papo.arpa",
                             "home.arpa.test",
                             "localhost.evil.test",
                             "127.0.0.1.nip.io",
                             ".local",
                             "a..local",
                             "papo.local..",
                             "",
                             ":80",
                             ".",
                             "a b",
                             "a/b",
                             "ana@papo.local",
                             "evil%2etest",
                             "a;b",
                             "papo.local, evil.test",
                             "papo.local:99999"}) {
        EXPECT_FALSE(known(host)) << host;
    }
}

TEST(HostGuard, ShouldKnowTheNamesItIsGiven) {
    const std::vector<std::string> names{"Chat.Example.org", "other.test."};
    EXPECT_TRUE(known("chat.example.ORG:443", names));
    EXPECT_TRUE(known("chat.example.org.", names));
    EXPECT_TRUE(known("other.test", names));
    EXPECT_FALSE(known("x.chat.example.org", names));
    EXPECT_FALSE(known("example.org", names));
}

TEST(HostGuard, ShouldKnowEveryNameWithAStar) {
    EXPECT_TRUE(known("evil.test", {"*"}));
    EXPECT_TRUE(known("", {"*"}));
    EXPECT_FALSE(known("evil.test", {"*.test"})) << "the star works only alone";
}

TEST(HostGuard, ShouldFindTheMachinesNames) {
    const auto* hosts = "127.0.0.1 localhost\n127.0.1.1\tpc.school.test pc papo-pc # mine\n#1.2.3.4 pc evil.test\n\n";
    const auto* resolv = "# made by dhcp\nnameserver 10.0.0.1\nsearch home.test lab.test\n";
    const std::vector<std::string> expected{"pc", "pc.school.test", "pc", "papo-pc", "pc.home.test", "pc.lab.test"};
    EXPECT_EQ(machine_names("pc", hosts, resolv), expected);
    EXPECT_EQ(machine_names("pc", "", ""), std::vector<std::string>{"pc"});
    EXPECT_TRUE(machine_names("", hosts, resolv).empty());
    const HostGuard guard(expected);
    EXPECT_TRUE(guard.knows("pc.school.test:5000"));
    EXPECT_FALSE(guard.knows("other.school.test"));
}

TEST(Origin, ShouldBeTheServersOwnOrAllowed) {
    const std::vector<std::string> none;
    const std::vector<std::string> some{"https://school.test"};
    const std::vector<std::string> all{"*"};
    EXPECT_TRUE(origin_allowed("https://school.test", "papo.local", some));
    EXPECT_FALSE(origin_allowed("http://school.test", "papo.local", some)) << "another scheme is another origin";
    EXPECT_TRUE(origin_allowed("http://any.test", "papo.local", all));
    EXPECT_TRUE(origin_allowed("null", "papo.local", all));
    EXPECT_FALSE(origin_allowed("http://any.test", "papo.local", none));
}

TEST(Origin, ShouldBeComparedAsOrigins) {
    const auto same = [](std::string_view origin, std::string_view host) {
        return origin_allowed(origin, host, std::vector<std::string>{});
    };
    EXPECT_TRUE(same("http://papo.local:5000", "papo.local:5000"));
    EXPECT_TRUE(same("HTTP://PAPO.local", "papo.LOCAL:80")) << "80 is the default port of http";
    EXPECT_TRUE(same("http://papo.local:80", "papo.local"));
    EXPECT_TRUE(same("https://papo.local", "papo.local")) << "a proxy may use TLS";
    EXPECT_TRUE(same("https://papo.local", "papo.local:443"));
    EXPECT_TRUE(same("http://[::1]:5000", "[::1]:5000"));
    EXPECT_TRUE(same("http://127.0.0.1:5000", "127.0.0.1:5000"));
    for (const auto* origin :
         {"null", "", "papo.local:5000", "http://", "http://papo.local", "http://papo.local:5001", "https://papo.local",
          "ftp://papo.local:5000", "http://papo.local:5000/", "http://papo.local:5000 ", "http://papo.local:5000x",
          "http://papo.local.evil.test:5000", "http://ana@papo.local:5000", "http://papo.local:5000, http://evil.test",
          "http://evil.test http://papo.local:5000", "http:/papo.local:5000", "http://papo.local:5000:5000"}) {
        EXPECT_FALSE(same(origin, "papo.local:5000")) << origin;
    }
    EXPECT_FALSE(same("http://", "")) << "an empty origin does not equal an empty host";
    EXPECT_FALSE(same("https://papo.local", "papo.local:80"));
    EXPECT_FALSE(same("http://[::1]:5000", "[::2]:5000"));
}

}  // namespace
}  // namespace papo::test
