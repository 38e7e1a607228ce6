#include <gtest/gtest.h>

#include <string>

#include "papo/config/public_url.h"

namespace papo::test {
namespace {

TEST(PublicUrl, ShouldHaveAnOriginAndAHost) {
    const auto plain = config::parse_public_url("HTTPS://Chat.Example.org:443/papo/");
    ASSERT_TRUE(plain);
    EXPECT_EQ(plain->url, "https://Chat.Example.org:443/papo");
    EXPECT_EQ(plain->origin, "https://chat.example.org");
    EXPECT_EQ(plain->host, "Chat.Example.org");
    EXPECT_EQ(config::parse_public_url("http://192.168.0.7:8080")->origin, "http://192.168.0.7:8080");
    EXPECT_EQ(config::parse_public_url("http://[fd00::2]")->host, "[fd00::2]");
}

TEST(PublicUrl, ShouldRefuseEverythingElse) {
    for (const auto* text :
         {"", "chat.example.org", "ftp://chat.example.org", "http://", "http:///x", "http://ana@chat.example.org",
          "http://chat.example.org/?a", "http://chat.example.org/#a", "http://a b", "http://a\x1b[31m",
          "http://a:99999", "javascript:alert(1)", "http://a/\"x"}) {
        EXPECT_FALSE(config::parse_public_url(text)) << text;
    }
    EXPECT_FALSE(config::parse_public_url("http://" + std::string(250, 'a')));
}

}  // namespace
}  // namespace papo::test
