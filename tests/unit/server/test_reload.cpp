#include <gtest/gtest.h>

#include <tuple>

#include "papo/server/reload.h"

namespace papo::test {
namespace {

using namespace server;

Config with(std::uint32_t rate, std::uint16_t port) {
    Config config;
    config.rate = rate;
    config.port = port;
    config.settings = {{"rate", {std::to_string(rate)}, false, true, ""},
                       {"port", {std::to_string(port)}, false, true, ""}};
    return config;
}

TEST(Reload, ShouldApplyReloadableOptionsAndNameTheRest) {
    auto running = with(20, 5000);
    EXPECT_EQ(describe(take_changes(running, with(30, 6000))), "changed rate; port needs a restart");
    EXPECT_EQ(running.rate, 30U);
    EXPECT_EQ(running.port, 5000);
    EXPECT_EQ(describe(take_changes(running, with(30, 6000))), "port needs a restart")
        << "the port still needs a restart";
    EXPECT_EQ(describe(take_changes(running, with(30, 5000))), "nothing has changed");
    EXPECT_EQ(describe(take_changes(running, with(0, 5000))), "changed rate");
}

TEST(Reload, ShouldKeepOptionsThatNeedARestart) {
    Config running;
    Config wanted;
    wanted.host = "127.0.0.1";
    wanted.port = 6000;
    wanted.www = "elsewhere";
    wanted.uploads = "elsewhere";
    wanted.db = "elsewhere";
    wanted.power_safe = !running.power_safe;
    wanted.user = "somebody";
    wanted.sandbox = !running.sandbox;
    wanted.log_format = "json";
    wanted.enable_echo = !running.enable_echo;
    wanted.name = "sala";
    wanted.mdns = !running.mdns;
    std::string names;
    for (const auto* name : {"host", "port", "www", "uploads", "db", "durability", "user", "sandbox", "log-format",
                             "enable-echo", "name", "mdns"}) {
        running.settings.push_back({name, {"old"}, false, true, ""});
        wanted.settings.push_back({name, {"new"}, false, true, ""});
        names += (names.empty() ? "" : ", ") + std::string(name);
    }
    const auto before = running;
    EXPECT_EQ(describe(take_changes(running, wanted)), names + " need a restart");
    const auto settled = [](const Config& config) {
        return std::tie(config.host, config.port, config.www, config.uploads, config.db, config.power_safe, config.user,
                        config.sandbox, config.log_format, config.enable_echo, config.name, config.mdns);
    };
    EXPECT_EQ(settled(running), settled(before));
}

TEST(Reload, ShouldDescribeChangesInOneSentence) {
    EXPECT_EQ(describe({{"a", "b"}, {"c", "d"}}), "changed a, b; c, d need a restart");
}

}  // namespace
}  // namespace papo::test
