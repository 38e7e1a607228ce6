#include <gtest/gtest.h>

#include "papo/proto/content_disposition.h"
#include "papo/proto/http_chars.h"
#include "papo/proto/http_date.h"
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
    EXPECT_EQ(parse_http_date("Thu, 29 Feb 2024 23:59:60 GMT"), 1709251200) << "a leap day and second";
    EXPECT_EQ(parse_http_date("Tuesday, 01-Jan-69 00:00:00 GMT"), 3124224000) << "a two-digit year in the future";
}

TEST(HttpDate, ShouldRefuseOtherFormats) {
    for (const auto* text : {"",
                             "yesterday",
                             "784111777",
                             "Sun, 6 Nov 1994 08:49:37 GMT",
                             "Sun, 06 Nov 1994 08:49:37 gmt",
                             "Sun, 06 Nov 1994 08:49:37 UTC",
                             "Sun, 06 Nov 1994 08:49:37",
                             "Sun, 06 Nov 1994 08:49:37 GMT ",
                             "sun, 06 nov 1994 08:49:37 GMT",
                             "Xyz, 06 Nov 1994 08:49:37 GMT",
                             "Sun, 06 Nov 1994 24:00:00 GMT",
                             "Sun, 06 Nov 1994 08:60:37 GMT",
                             "Sun, 06 Nov 1994 08:49:61 GMT",
                             "Sun, 31 Nov 1994 08:49:37 GMT",
                             "Sun, 00 Nov 1994 08:49:37 GMT",
                             "Wed, 29 Feb 2023 00:00:00 GMT",
                             "Sun, +6 Nov 1994 08:49:37 GMT",
                             "Sun, 06-Nov-94 08:49:37 GMT",
                             "Sunday, 06 Nov 1994 08:49:37 GMT",
                             "Sun Nov 06 08:49:37 1994 GMT",
                             "Sun, 06 Nov 1994 08:49:37 GMT, Sun, 06 Nov 1994 08:49:37 GMT"}) {
        EXPECT_FALSE(parse_http_date(text)) << text;
    }
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
}

TEST(HttpRange, ShouldIgnoreMalformedRanges) {
    for (const auto* ignored : {"", "bytes", "bytes=", "bytes=,", "bytes=-", "bytes=5", "bytes=5-4", "lines=1-2",
                                "bytes =1-2", "bytes=a-b", "bytes=+1-2", "bytes=1-2x", "bytes=1 - 2", "bytes=--5",
                                "bytes=1-2-3", "bytes=0-1,bytes=2-3", "bytes=0-1,x"}) {
        EXPECT_EQ(ranges(ignored, 10000), "") << ignored;
    }
}

TEST(HttpRange, ShouldTakeNumbersOfAnySize) {
    EXPECT_EQ(ranges("bytes=0-99999999999999999999999", 10000), "0-9999 ");
    EXPECT_EQ(ranges("bytes=-99999999999999999999999", 10000), "0-9999 ");
    EXPECT_EQ(ranges("bytes=99999999999999999999999-", 10000), "none");
    EXPECT_EQ(ranges("bytes=0-18446744073709551615", 10000), "0-9999 ");
}

TEST(HttpRange, ShouldFindNothingInAnEmptyFile) {
    EXPECT_EQ(ranges("bytes=0-", 0), "none");
    EXPECT_EQ(ranges("bytes=0-0", 0), "none");
    EXPECT_EQ(ranges("bytes=-1", 0), "") << "the whole file needs no range";
}

TEST(HttpRange, ShouldKeepSeveralInTheirOrder) {
    EXPECT_EQ(ranges("bytes=500-600,0-10, 9000- ,,\t2000-2001", 10000), "500-600 0-10 9000-9999 2000-2001 ");
    EXPECT_EQ(ranges("bytes=0-10,10000-,500-600", 10000), "0-10 500-600 ") << "ranges beyond the end are left out";
}

TEST(HttpRange, ShouldJoinRangesThatOverlapOrAreClose) {
    EXPECT_EQ(ranges("bytes=0-100,50-200", 10000), "0-200 ");
    EXPECT_EQ(ranges("bytes=0-100,101-200", 10000), "0-200 ");
    EXPECT_EQ(ranges("bytes=0-0,128-128", 10000), "0-128 ") << "the gap is smaller than a part's head";
    EXPECT_EQ(ranges("bytes=0-0,129-129", 10000), "0-0 129-129 ");
    EXPECT_EQ(ranges("bytes=129-129,0-0", 10000), "129-129 0-0 ");
    EXPECT_EQ(ranges("bytes=5000-5001,0-9,1000-1009,0-2000", 10000), "5000-5001 0-2000 ");
    EXPECT_EQ(ranges("bytes=0-,0-,0-,0-", 10000), "0-9999 ") << "ranges never exceed the file";
}

TEST(HttpRange, ShouldIgnoreMoreThanSixteen) {
    std::string set = "bytes=0-0";
    for (int i = 1; i < 16; ++i) set += "," + std::to_string(i * 1000) + "-" + std::to_string(i * 1000);
    EXPECT_EQ(parse_range(set, 100'000).ranges.size(), 16U);
    EXPECT_EQ(ranges(set + ",16000-16000", 100'000), "");
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
    EXPECT_EQ(text, "attachment; filename=\"_____.png\"; filename*=UTF-8''%C3%A9____.png");
    EXPECT_EQ(attachment("a b;c%41'(1).txt"),
              "attachment; filename=\"a b;c_41'(1).txt\"; filename*=UTF-8''a%20b%3Bc%2541%27%281%29.txt");
    EXPECT_EQ(attachment("\U0001F468\u200D\U0001F469.png"),
              "attachment; filename=\"___.png\"; filename*=UTF-8''%F0%9F%91%A8%E2%80%8D%F0%9F%91%A9.png");
}

TEST(ContentDisposition, ShouldNameNoDeviceAndNoFolder) {
    for (const auto* device :
         {"CON", "con.txt", "NUL.tar.gz", "Aux .md", "COM1", "lpt9.txt", "com\u00B2.txt", "CONIN$"}) {
        EXPECT_EQ(download_name(device), "_" + std::string(device));
    }
    for (const auto* name : {"CONE", "com.txt", "COM10", "null.txt", "a.CON", "xCON", "LPT"}) {
        EXPECT_EQ(download_name(name), name);
    }
    EXPECT_EQ(download_name("<a>:b\"c/d\\e|f?g*.txt"), "_a__b_c_d_e_f_g_.txt");
    EXPECT_EQ(download_name("a.txt. . "), "a.txt");
    EXPECT_EQ(download_name(".bashrc"), "_.bashrc");
    EXPECT_EQ(download_name("... "), "_");
    EXPECT_EQ(download_name("a\x01\x7F.txt"), "a__.txt");
}

TEST(WsHandshake, ShouldAnswerTheExampleOfTheStandard) {
    EXPECT_EQ(accept_key("dGhlIHNhbXBsZSBub25jZQ=="), "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
    EXPECT_TRUE(is_valid_key("dGhlIHNhbXBsZSBub25jZQ=="));
    for (const auto* bad : {"", "dGhlIHNhbXBsZSBub25jZQ=", "dGhlIHNhbXBsZSBub25j", "dGhlIHNhbXBsZSBub25j!Q=="}) {
        EXPECT_FALSE(is_valid_key(bad)) << bad;
    }
}

TEST(HttpLists, ShouldFindATokenInAnyCaseButOnlyWhole) {
    EXPECT_TRUE(has_element("keep-alive,\tUpgrade ,", "upgrade"));
    EXPECT_FALSE(has_element("upgraded, up", "upgrade"));
    EXPECT_FALSE(has_element("", "upgrade"));
}

}  // namespace
}  // namespace papo::test
