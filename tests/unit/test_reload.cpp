#include <gtest/gtest.h>

#include "papo/app/reload.h"

namespace papo::test {
namespace {

using namespace app;

Config with(std::uint32_t rate, std::uint16_t port) {
    Config config;
    config.rate = rate;
    config.port = port;
    config.settings = {{"rate", {std::to_string(rate)}, false, true, ""},
                       {"port", {std::to_string(port)}, false, true, ""}};
    return config;
}

TEST(Reload, ShouldTakeWhatCanChangeAndNameTheRest) {
    auto running = with(20, 5000);
    EXPECT_EQ(describe(take_changes(running, with(30, 6000))), "changed rate; port needs a restart");
    EXPECT_EQ(running.rate, 30U);
    EXPECT_EQ(running.port, 5000);
    EXPECT_EQ(describe(take_changes(running, with(30, 6000))), "port needs a restart") << "it still does";
    EXPECT_EQ(describe(take_changes(running, with(30, 5000))), "nothing has changed");
    EXPECT_EQ(describe(take_changes(running, with(0, 5000))), "changed rate");
}

TEST(Reload, ShouldSayItInOneSentence) {
    EXPECT_EQ(describe({{"a", "b"}, {"c", "d"}}), "changed a, b; c, d need a restart");
}

}  // namespace
}  // namespace papo::test
