#include <gtest/gtest.h>

#include "papo/proto/content_disposition.h"
#include "papo/proto/http_date.h"
#include "papo/proto/http_etag.h"
#include "papo/proto/http_range.h"
#include "papo/proto/ws_handshake.h"

namespace papo::test {
namespace {

using namespace proto;

TEST(HttpDate, ShouldWriteOneFormatAndReadThree) {
    EXPECT_EQ(http_date(784111777), "Sun, 06 Nov 1994 08:49:37 GMT");
    for (const auto* text :
         {"Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994"}) {
        EXPECT_EQ(parse_http_date(text), 784111777) << text;
    }
    EXPECT_FALSE(parse_http_date("yesterday"));
}

TEST(HttpEtag, ShouldCompareWeakly) {
    EXPECT_TRUE(etag_matches("\"a\"", "\"a\""));
    EXPECT_TRUE(etag_matches("\"b\", W/\"a\"", "\"a\""));
    EXPECT_TRUE(etag_matches("*", "\"a\""));
    EXPECT_FALSE(etag_matches("\"ab\"", "\"a\""));
    EXPECT_FALSE(etag_matches("a", "\"a\""));
}

std::string ranges(std::string_view header, std::uint64_t size) {
    const auto parsed = parse_range(header, size);
    std::string text = parsed.unsatisfiable ? "none" : "";
    for (const auto& range : parsed.ranges)
        text += std::to_string(range.first) + "-" + std::to_string(range.last) + " ";
    return text;
}

TEST(HttpRange, ShouldFollowTheExamplesOfItsSection) {
    EXPECT_EQ(ranges("bytes=0-499", 10000), "0-499 ");
    EXPECT_EQ(ranges("bytes=-500", 10000), "9500-9999 ");
    EXPECT_EQ(ranges("bytes=9500-", 10000), "9500-9999 ");
    EXPECT_EQ(ranges("bytes=9999-20000", 10000), "9999-9999 ");
    EXPECT_EQ(ranges("bytes=-20000", 10000), "0-9999 ");
    EXPECT_EQ(ranges("bytes=10000-", 10000), "none");
    EXPECT_EQ(ranges("bytes=-0", 10000), "none");
    for (const auto* ignored : {"bytes=5-4", "lines=1-2", "bytes=a-b", "bytes=", "bytes=18446744073709551616-"}) {
        EXPECT_EQ(ranges(ignored, 10000), "") << ignored;
    }
}

TEST(ContentDisposition, ShouldReadFormParts) {
    const auto part = parse_form_data(R"(form-data; name="file"; filename="a %22b%22;c.png")");
    ASSERT_TRUE(part);
    EXPECT_EQ(part->name, "file");
    EXPECT_EQ(part->filename, "a \"b\";c.png");
    EXPECT_EQ(parse_form_data("form-data; name=x")->filename, std::nullopt);
    EXPECT_FALSE(parse_form_data("attachment; name=x"));
    EXPECT_FALSE(parse_form_data("form-data"));
}

TEST(ContentDisposition, ShouldWriteNamesForOldAndNewReaders) {
    const auto text = attachment("é\"\\\r\n.png");
    EXPECT_EQ(text.find_first_of("\r\n"), std::string::npos);
    EXPECT_NE(text.find("filename*=UTF-8''%C3%A9%22%5C%0D%0A.png"), std::string::npos) << text;
}

TEST(WsHandshake, ShouldAnswerTheExampleOfTheStandard) {
    EXPECT_EQ(accept_key("dGhlIHNhbXBsZSBub25jZQ=="), "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
    EXPECT_TRUE(is_valid_key("dGhlIHNhbXBsZSBub25jZQ=="));
    for (const auto* bad : {"", "dGhlIHNhbXBsZSBub25jZQ=", "dGhlIHNhbXBsZSBub25j", "dGhlIHNhbXBsZSBub25j!Q=="}) {
        EXPECT_FALSE(is_valid_key(bad)) << bad;
    }
    EXPECT_TRUE(header_has_token("keep-alive, Upgrade", "upgrade"));
    EXPECT_FALSE(header_has_token("upgraded", "upgrade"));
}

}  // namespace
}  // namespace papo::test
