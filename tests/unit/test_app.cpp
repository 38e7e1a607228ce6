#include <gtest/gtest.h>

#include <array>

#include "papo/app/password_worker.h"
#include "papo/app/terminal_text.h"
#include "papo/app/upload.h"
#include "papo/app/wire.h"
#include "tests/support/ws_client.h"

namespace papo::test {
namespace {

using namespace app;

TEST(Wire, ShouldEscapeEveryCharacterThatJsonWantsEscaped) {
    chat::Entry entry;
    entry.seq = 9007199254740991;
    entry.ts = 5;
    entry.from = "a\"\\";
    entry.id = "i";
    std::string text;
    for (char c = 1; c < 32; ++c) text += c;
    entry.text = text + "</script>\x7f é 😀 \u2028";
    std::string json;
    append_message(json, "r", entry);
    const auto parsed = Json::parse(json);
    EXPECT_EQ(parsed.at("text"), *entry.text);
    EXPECT_EQ(parsed.at("from"), entry.from);
    EXPECT_EQ(parsed.at("seq"), 9007199254740991);
    EXPECT_EQ(parsed.at("kind"), "text");
}

TEST(Wire, ShouldCheckFormsAndNothingElse) {
    const auto code = [](const std::string& text) {
        const auto parsed = parse_client_message(text);
        const auto* refusal = std::get_if<chat::Refusal>(&parsed);
        return refusal == nullptr ? "" : std::string(to_string(refusal->code));
    };
    EXPECT_EQ(code(R"({"type":"join","room":"","name":""})"), "") << "values are the hub's business";
    EXPECT_EQ(code(R"({"type":"join","room":"r","name":"n","password":null,"since":null,"x":[1]})"), "");
    EXPECT_EQ(code(R"({"type":"join","room":"r","name":"n","since":9007199254740991})"), "");
    EXPECT_EQ(code(R"({"type":"join","room":"r","name":"n","since":9007199254740992})"), "bad_request");
    EXPECT_EQ(code(R"({"type":"join","room":"r","name":"n","since":1.5})"), "bad_request");
    EXPECT_EQ(code(R"({"type":"hello","session":")" + std::string(21, 'a') + "\"}"), "bad_request");
    EXPECT_EQ(code(R"({"type":"rooms","watch":"yes"})"), "bad_request");
    EXPECT_EQ(code("[" + std::string(90'000, '[')), "bad_json") << "depth costs no stack";
    EXPECT_EQ(code(R"({"type":"message","room":"r","id":"1","text":"\udc00"})"), "bad_json");
    EXPECT_EQ(code("null"), "bad_json");
    EXPECT_EQ(code(""), "bad_json");
}

TEST(Password, ShouldBeKnownByItsHashAlone) {
    const auto hash = hash_password("segredo");
    EXPECT_EQ(hash.find("segredo"), std::string::npos);
    EXPECT_NE(hash, hash_password("segredo")) << "salted";
    EXPECT_TRUE(check_password("segredo", hash));
    EXPECT_FALSE(check_password("Segredo", hash));
    EXPECT_FALSE(check_password("segredo", "scrypt$broken"));
}

TEST(UploadName, ShouldKeepNothingOfAPath) {
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
    EXPECT_EQ(cut.size(), 254U) << "half a character does not fit";
    EXPECT_EQ(cut.substr(248), "é.png");
    EXPECT_EQ(display_name("a." + std::string(300, 'x')).size(), 255U) << "that is no extension";
}

TEST(UploadName, ShouldShowAllThatItIs) {
    EXPECT_EQ(display_name("fdp\u202Egpj.exe"), "fdpgpj.exe") << "a mark that turns the direction";
    EXPECT_EQ(display_name("a\u200F\u2067\u061Cb.png"), "ab.png");
    EXPECT_EQ(display_name("\uFEFFa\u200B\u00AD\u2060b.png"), "ab.png");
    EXPECT_EQ(display_name("\u0645\u06CC\u200C\u062E\u0648.pdf"), "\u0645\u06CC\u200C\u062E\u0648.pdf")
        << "Persian needs it";
    EXPECT_EQ(display_name("\U0001F468\u200D\U0001F469.png"), "\U0001F468\u200D\U0001F469.png");
    EXPECT_EQ(display_name("\u200B\u200B"), "");
}

TEST(TerminalText, ShouldNeverBreakALine) {
    chat::Entry entry;
    entry.from = "ana";
    entry.text = "one\n[10:00:00] bia: forged\r\nthree";
    const auto lines = message_lines(entry, "h");
    ASSERT_EQ(lines.size(), 1U);
    EXPECT_EQ(lines[0].find_first_of("\r\n"), std::string::npos);
    const std::array<std::string_view, 2> members{"ana", "bia"};
    chat::Joined joined;
    joined.room = "r";
    joined.you = "bia";
    joined.members = members;
    EXPECT_EQ(joined_line(joined), "* bia in r: ana, bia");
}

}  // namespace
}  // namespace papo::test
