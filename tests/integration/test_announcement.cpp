// The announced name: the real program, confined, on a real message bus with a fake Avahi.
#include <gtest/gtest.h>
#include <poll.h>

#include <cstdlib>
#include <fstream>
#include <functional>
#include <iterator>

#include "papo/base/clock.h"
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

// Waits for `words` in the output, as long as a busy machine may need.
bool says(const ErrorOutput& output, const std::string& words) {
    for (int i = 0; i < 20'000; ++i) {
        if (output.text().find(words) != std::string::npos) return true;
        ::usleep(1000);
    }
    return false;
}

TEST_F(Announced, ShouldPublishNameAddressesAndSite) {
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

TEST_F(Announced, ShouldPublishTheConfiguredName) {
    FakeAvahi avahi(*bus_);
    const ServerProcess server({"--mdns", "on", "--name", "Sala-7"}, 0, environment());
    EXPECT_EQ(avahi.published(1).front().host, "sala-7.local");
}

TEST_F(Announced, ShouldTakeTheNextNameIfOneIsTakenAndLogIt) {
    const ErrorOutput errors;
    FakeAvahi avahi(*bus_, {{"papo.local"}, {"papo-2.local"}});
    ServerProcess server(aloud, 0, environment());
    EXPECT_EQ(avahi.published(1).front().host, "papo-3.local");
    const auto told = "announced in the network as http://papo-3.local:" + std::to_string(server.port());
    EXPECT_TRUE(says(errors, told)) << errors.text();
}

TEST_F(Announced, ShouldPublishWhenAvahiStartsAndAgainWhenItRestarts) {
    const ServerProcess server(aloud, 0, environment());
    {
        FakeAvahi avahi(*bus_);
        EXPECT_EQ(avahi.published(1).size(), 1U);
    }
    FakeAvahi restarted(*bus_);
    EXPECT_EQ(restarted.published(1).front().host, "papo.local");
}

TEST_F(Announced, ShouldNotPublishOnLoopbackOrWithMdnsOff) {
    FakeAvahi avahi(*bus_);
    const ServerProcess local({"--mdns", "on", "--host", "127.0.0.1", "--name", "local"}, 0, environment());
    const ServerProcess silent({"--mdns", "off", "--name", "silent"}, 0, environment());
    const ServerProcess open({"--mdns", "on", "--name", "open"}, 0, environment());
    EXPECT_EQ(avahi.published(1).front().host, "open.local") << "only the last server publishes";
}

TEST_F(Announced, ShouldServeWithoutABus) {
    const ErrorOutput errors;
    const ServerProcess server({"--mdns", "on", "--log-level", "warning"}, 0,
                               {"DBUS_SYSTEM_BUS_ADDRESS=unix:path=/nonexistent/bus"});
    EXPECT_EQ(HttpClient(server.port()).get("/healthz").status, 200);
    EXPECT_EQ(errors.text().find("bus"), std::string::npos);
}

// The server must not be confined, so that the test may read its maps.
std::string libraries_of(const ServerProcess& server) {
    std::ifstream maps("/proc/" + std::to_string(server.pid()) + "/maps");
    return {std::istreambuf_iterator<char>(maps), {}};
}

TEST_F(Announced, ShouldLoadTheBusLibraryOnlyWithMdnsOn) {
    const Options options{"--mdns", "on", "--sandbox", "off"};
    const ServerProcess with(options, 0, environment());
    EXPECT_NE(libraries_of(with).find("libsystemd.so"), std::string::npos);
    const ServerProcess silent({"--mdns", "off", "--sandbox", "off"}, 0, environment());
    const auto loaded = libraries_of(silent);
    EXPECT_NE(loaded.find("libsqlite3.so"), std::string::npos);
    EXPECT_EQ(loaded.find("libsystemd.so"), std::string::npos);
}

TEST_F(Announced, ShouldServeOnWhenTheBusStops) {
    const ErrorOutput errors;
    FakeAvahi avahi(*bus_);
    const ServerProcess server(aloud, 0, environment());
    EXPECT_EQ(avahi.published(1).size(), 1U);
    bus_->stop();
    EXPECT_TRUE(says(errors, "the message bus is gone")) << errors.text();
    for (int i = 0; i < 3; ++i) EXPECT_EQ(HttpClient(server.port()).get("/healthz").status, 200);
}

// An announcement in this process, with a clock that the test moves.
class AnnouncedHere : public Announced {
protected:
    void begin() {
        ::setenv("DBUS_SYSTEM_BUS_ADDRESS", bus_->address().c_str(), 1);
        sys::AnnouncementOptions options;
        options.name = "papo";
        options.port = 5000;
        options.addresses = [this](Now) { return addresses; };
        options.on_announced = [this](const std::string&) { ++announced; };
        options.warn = [this](const std::string& message) { warnings.push_back(message); };
        announcement_ = sys::Announcement::open(std::move(options));
        ::unsetenv("DBUS_SYSTEM_BUS_ADDRESS");
    }
    Now now() const { return {read_clocks().mono_ms + skipped_ms_, 0}; }
    // Moves the clock by an hour.
    void skip() {
        skipped_ms_ += 3'600'000;
        announcement_->process(now());
    }
    void run_until(const std::function<bool()>& done) {
        const auto end = read_clocks().mono_ms + 20'000;
        while (!done() && read_clocks().mono_ms < end) {
            pollfd waiting{announcement_->fd(), POLLIN, 0};
            ::poll(&waiting, 1, announcement_->next_deadline() <= now().mono_ms ? 0 : 10);
            announcement_->process(now());
        }
    }

    std::vector<sys::AnnouncedAddress> addresses{{1, "192.0.2.7"}};
    int announced = 0;
    Options warnings;

private:
    std::unique_ptr<sys::Announcement> announcement_;
    std::int64_t skipped_ms_ = 0;
};

TEST_F(AnnouncedHere, ShouldPublishNewAddressesOfTheMachine) {
    FakeAvahi avahi(*bus_);
    begin();
    run_until([&] { return announced == 1; });
    addresses = {{1, "198.51.100.7"}};
    skip();
    run_until([&] { return announced == 2; });
    EXPECT_EQ(avahi.published(2).back().addresses, Options{"198.51.100.7"});
    skip();
    EXPECT_EQ(announced, 2) << "unchanged addresses are not published again";
}

TEST_F(AnnouncedHere, ShouldWarnOnceWhenAvahiRefusesAndTryAgain) {
    FakeAvahi avahi(*bus_, {}, 2);
    begin();
    run_until([&] { return warnings.size() == 1; });
    run_until([&] {
        skip();
        return announced == 1;
    });
    EXPECT_EQ(announced, 1);
    EXPECT_EQ(warnings, Options{"Avahi does not announce papo.local: too many"});
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
