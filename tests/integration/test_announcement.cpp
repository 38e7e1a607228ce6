// The name in the network: the real program, confined, on a real message bus, with a fake Avahi there.
#include <gtest/gtest.h>

#include "papo/net/interfaces.h"
#include "papo/sys/announcement.h"
#include "tests/support/error_output.h"
#include "tests/support/fake_avahi.h"
#include "tests/support/http_client.h"
#include "tests/support/server_process.h"

namespace papo::test {
namespace {

class Announced : public testing::Test {
protected:
    void SetUp() override {
        if (!MessageBus::is_here()) GTEST_SKIP() << "there is no dbus-daemon here";
        auto interfaces = net::Interfaces::open();
        const auto found = interfaces ? interfaces->read() : std::nullopt;
        if (!found || found->empty()) GTEST_SKIP() << "this machine has no address to announce";
        addresses_ = net::by_reach(*found);
        bus_.emplace();
    }
    Options environment() const { return {bus_->variable()}; }

    std::vector<std::string> addresses_;
    std::optional<MessageBus> bus_;
};

const Options aloud{"--mdns", "on", "--log-level", "info"};

TEST_F(Announced, ShouldHaveItsNameItsAddressesAndItsSite) {
    FakeAvahi avahi(*bus_);
    const ServerProcess server(aloud, 0, environment());
    const auto published = avahi.published(1).front();
    EXPECT_EQ(published.host, "papo.local");
    EXPECT_EQ(published.site_host, "papo.local");
    EXPECT_EQ(published.type, "_http._tcp");
    EXPECT_EQ(published.port, server.port());
    EXPECT_EQ(std::set(published.addresses.begin(), published.addresses.end()),
              std::set(addresses_.begin(), addresses_.end()));
}

TEST_F(Announced, ShouldHaveTheNameThatWasChosen) {
    FakeAvahi avahi(*bus_);
    const ServerProcess server({"--mdns", "on", "--name", "Sala-7"}, 0, environment());
    EXPECT_EQ(avahi.published(1).front().host, "sala-7.local");
}

TEST_F(Announced, ShouldTakeTheNextNameWhenOneIsTakenAndSayIt) {
    const ErrorOutput errors;
    FakeAvahi avahi(*bus_, {{"papo.local"}, {"papo-2.local"}});
    ServerProcess server(aloud, 0, environment());
    EXPECT_EQ(avahi.published(1).front().host, "papo-3.local");
    const auto told = "announced in the network as http://papo-3.local:" + std::to_string(server.port());
    // What it says on the way out comes after what it heard on the bus, if it hears it at all.
    for (int i = 0; i < 20'000 && errors.text().find(told) == std::string::npos; ++i) ::usleep(1000);
    EXPECT_NE(errors.text().find(told), std::string::npos) << errors.text();
}

TEST_F(Announced, ShouldComeWhenAvahiComesAndComeAgain) {
    const ServerProcess server(aloud, 0, environment());
    {
        FakeAvahi avahi(*bus_);
        EXPECT_EQ(avahi.published(1).size(), 1U);
    }
    FakeAvahi restarted(*bus_);
    EXPECT_EQ(restarted.published(1).front().host, "papo.local");
}

TEST_F(Announced, ShouldNotBeWhenNobodyElseReachesItOrItShouldNot) {
    FakeAvahi avahi(*bus_);
    const ServerProcess local({"--mdns", "on", "--host", "127.0.0.1", "--name", "local"}, 0, environment());
    const ServerProcess silent({"--mdns", "off", "--name", "silent"}, 0, environment());
    const ServerProcess open({"--mdns", "on", "--name", "open"}, 0, environment());
    EXPECT_EQ(avahi.published(1).front().host, "open.local") << "the last one is the first";
}

TEST_F(Announced, ShouldNotBeMissedWithoutABus) {
    const ErrorOutput errors;
    const ServerProcess server({"--mdns", "on", "--log-level", "warning"}, 0,
                               {"DBUS_SYSTEM_BUS_ADDRESS=unix:path=/nonexistent/bus"});
    EXPECT_EQ(HttpClient(server.port()).get("/healthz").status, 200);
    EXPECT_EQ(errors.text().find("bus"), std::string::npos);
}

TEST_F(Announced, ShouldNotTakeTheServerWithItWhenTheBusGoes) {
    const ServerProcess server(aloud, 0, environment());
    {
        FakeAvahi avahi(*bus_);
        EXPECT_EQ(avahi.published(1).size(), 1U);
    }
    bus_->stop();
    for (int i = 0; i < 3; ++i) EXPECT_EQ(HttpClient(server.port()).get("/healthz").status, 200);
}

TEST(AlternativeName, ShouldCountAsAvahiDoes) {
    EXPECT_EQ(sys::alternative_name("papo"), "papo-2");
    EXPECT_EQ(sys::alternative_name("papo-2"), "papo-3");
    EXPECT_EQ(sys::alternative_name("papo-9"), "papo-10");
    EXPECT_EQ(sys::alternative_name("sala-x"), "sala-x-2");
    EXPECT_EQ(sys::alternative_name("papo-1"), "papo-1-2");
    EXPECT_EQ(sys::alternative_name(std::string(63, 'a')), std::string(61, 'a') + "-2");
    EXPECT_EQ(sys::alternative_name("a-99999999999"), "a-99999999999-2");
}

}  // namespace
}  // namespace papo::test
