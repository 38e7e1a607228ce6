#include <gtest/gtest.h>

#include <set>

#include "papo/base/random.h"
#include "papo/base/text.h"
#include "papo/base/utf8.h"
#include "tests/support/chunker.h"

namespace papo::test {
namespace {

std::string check_utf8(const Cuts& cuts) {
    Utf8Checker checker;
    for (const auto& cut : cuts) {
        if (!checker.feed(cut)) return "bad";
    }
    return checker.complete() ? "good" : "half";
}

TEST(Utf8, ShouldTakeEveryLengthOfCharacterHoweverCut) {
    expect_same_however_cut("a\xC2\x80\xDF\xBF\xE0\xA0\x80\xED\x9F\xBF\xEE\x80\x80\xF0\x90\x80\x80\xF4\x8F\xBF\xBF",
                            "good", check_utf8);
}

TEST(Utf8, ShouldRefuseWhatRfc3629ForbidsHoweverCut) {
    for (const std::string bad : {"\x80", "\xC0\x80", "\xC1\xBF", "\xE0\x9F\xBF", "\xED\xA0\x80", "\xF0\x8F\xBF\xBF",
                                  "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xFF", "\xC3(", "\xE2\x82("}) {
        expect_same_however_cut("ok" + bad, "bad", check_utf8);
    }
    expect_same_however_cut("ok\xE2\x82", "half", check_utf8);
}

TEST(Utf8, ShouldCountCharactersAndNotBytes) {
    EXPECT_EQ(count_code_points("olá😀"), 4U);
    std::string_view text = "é😀";
    EXPECT_EQ(next_code_point(text), U'é');
    EXPECT_EQ(next_code_point(text), U'😀');
    EXPECT_TRUE(text.empty());
}

TEST(Text, ShouldTrimUnicodeWhiteSpace) {
    EXPECT_EQ(trim_white_space("\u2003\u00a0 a b\t\u3000"), "a b");
    EXPECT_EQ(trim_white_space("\u200b"), "\u200b") << "a zero-width space is not White_Space";
    EXPECT_TRUE(is_blank(" \n\u2028"));
    EXPECT_FALSE(is_blank(" . "));
}

TEST(Text, ShouldFindCharactersThatDisguiseNames) {
    for (const auto* bad : {"a\nb", "\x7f", "\u0085", "\u2028", "\u2029", "\u202e", "\u2066", "\u200f", "\u061c"}) {
        EXPECT_TRUE(has_forbidden_in_name(bad)) << bad;
    }
    EXPECT_FALSE(has_forbidden_in_name("Zoë 😀 \u200d ñ"));
    EXPECT_FALSE(has_control_except_tab_lf_cr("a\tb\r\n"));
    EXPECT_TRUE(has_control_except_tab_lf_cr("a\x01"));
}

TEST(Text, ShouldDecodeAddresses) {
    EXPECT_EQ(percent_decode("a%20b+c"), "a b+c");
    EXPECT_FALSE(percent_decode("%2"));
    EXPECT_FALSE(percent_decode("%zz"));
    const auto query = parse_query("a=1+2&b=%C3%A9&c&=x");
    ASSERT_TRUE(query);
    ASSERT_EQ(query->size(), 4U);
    EXPECT_EQ((*query)[0].second, "1 2");
    EXPECT_EQ((*query)[1].second, "é");
    EXPECT_EQ((*query)[2].second, "");
}

TEST(Text, ShouldReadDecimalsUpToTheLimit) {
    EXPECT_EQ(parse_decimal("18446744073709551615"), UINT64_MAX);
    for (const auto* bad : {"18446744073709551616", "", "-1", "+1", "1 ", "0x1"})
        EXPECT_FALSE(parse_decimal(bad)) << bad;
}

TEST(Random, ShouldMakeUuidsOfVersion4) {
    std::set<std::string> seen;
    for (int i = 0; i < 1000; ++i) {
        const auto id = uuid4();
        ASSERT_EQ(id.size(), 36U);
        ASSERT_EQ(id[14], '4');
        ASSERT_NE(std::string_view("89ab").find(id[19]), std::string_view::npos);
        ASSERT_TRUE(seen.insert(id).second);
    }
}

TEST(JsonPlainPrefix, ShouldEndAtEachCharacterToBeEscapedWhereverItStands) {
    for (int c = 0; c < 256; ++c) {
        const auto byte = static_cast<char>(c);
        const bool escaped = c < 0x20 || byte == '"' || byte == '\\';
        for (std::size_t at = 0; at < 24; ++at) {
            std::string text(24, 'a');
            text[at] = byte;
            EXPECT_EQ(json_plain_prefix(text), escaped ? at : 24U) << c << " at " << at;
            text.assign(24, '\xFF');
            text[at] = byte;
            EXPECT_EQ(json_plain_prefix(text), escaped ? at : 24U) << c << " at " << at;
        }
    }
}

TEST(Controls, ShouldBeFoundWhereverTheyStand) {
    for (char32_t c = 0; c < 0x100; ++c) {
        const bool control = c < 0x20 || (c >= 0x7F && c <= 0x9F);
        const auto character =
            c < 0x80 ? std::string(1, static_cast<char>(c))
                     : std::string{static_cast<char>(0xC0U | (c >> 6U)), static_cast<char>(0x80U | (c & 0x3FU))};
        for (std::size_t at = 0; at < 20; ++at) {
            for (const std::string_view around : {"~", "é"}) {
                std::string text;
                for (std::size_t i = 0; i < 20; ++i) text += i == at ? character : around;
                EXPECT_EQ(has_control(text), control) << static_cast<int>(c) << " at " << at;
                EXPECT_EQ(has_forbidden_in_name(text), control) << static_cast<int>(c) << " at " << at;
                EXPECT_EQ(has_control_except_tab_lf_cr(text), control && c != '\t' && c != '\n' && c != '\r');
            }
        }
    }
}

}  // namespace
}  // namespace papo::test
