#include <gtest/gtest.h>

#include <string>

#include "papo/uploads/upload.h"

namespace papo::test {
namespace {

using namespace uploads;

TEST(UploadName, ShouldDropThePath) {
    EXPECT_EQ(display_name("C:\\fotos\\praia.png"), "praia.png");
    EXPECT_EQ(display_name("../../etc/passwd.txt"), "passwd.txt");
    EXPECT_EQ(display_name("a\r\nb\u202e.png"), "ab.png");
    EXPECT_EQ(display_name("\xFF.png"), "");
    EXPECT_EQ(readable_size(64U << 20U), "64 MiB");
    EXPECT_EQ(readable_size(1536), "1.5 KiB");
}

TEST(UploadName, ShouldKeepItsExtensionWhenItIsTooLong) {
    EXPECT_EQ(display_name(std::string(300, 'a')), std::string(255, 'a'));
    EXPECT_EQ(display_name(std::string(255, 'a')), std::string(255, 'a'));
    EXPECT_EQ(display_name(std::string(300, 'a') + ".png"), std::string(251, 'a') + ".png");
    std::string long_name;
    for (int i = 0; i < 200; ++i) long_name += "é";
    const auto cut = display_name(long_name + ".png");
    EXPECT_EQ(cut.size(), 254U) << "a character is not cut";
    EXPECT_EQ(cut.substr(248), "é.png");
    EXPECT_EQ(display_name("a." + std::string(300, 'x')).size(), 255U) << "the last part is too long for an extension";
}

TEST(UploadName, ShouldDropMisleadingCharacters) {
    EXPECT_EQ(display_name("fdp\u202Egpj.exe"), "fdpgpj.exe") << "a mark that changes the direction";
    EXPECT_EQ(display_name("a\u200F\u2067\u061Cb.png"), "ab.png");
    EXPECT_EQ(display_name("\uFEFFa\u200B\u00AD\u2060b.png"), "ab.png");
    EXPECT_EQ(display_name("\u0645\u06CC\u200C\u062E\u0648.pdf"), "\u0645\u06CC\u200C\u062E\u0648.pdf")
        << "Persian needs the zero-width non-joiner";
    EXPECT_EQ(display_name("\U0001F468\u200D\U0001F469.png"), "\U0001F468\u200D\U0001F469.png");
    EXPECT_EQ(display_name("\u200B\u200B"), "");
}

}  // namespace
}  // namespace papo::test
