#include <gtest/gtest.h>

#include <array>

#include "papo/app/origin.h"
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

TEST(Origin, ShouldBeTheServersOwnOrAllowed) {
    const std::vector<std::string> none;
    const std::vector<std::string> some{"https://school.test"};
    const std::vector<std::string> all{"*"};
    EXPECT_TRUE(origin_allowed("http://papo.local:5000", "papo.local:5000", none));
    EXPECT_TRUE(origin_allowed("http://PAPO.local", "papo.local:80", none)) << "80 is http's own";
    EXPECT_FALSE(origin_allowed("http://papo.local:5001", "papo.local:5000", none));
    EXPECT_FALSE(origin_allowed("http://papo.local.evil.test", "papo.local", none));
    EXPECT_FALSE(origin_allowed("null", "papo.local", none));
    EXPECT_TRUE(origin_allowed("https://school.test", "papo.local", some));
    EXPECT_TRUE(origin_allowed("http://any.test", "papo.local", all));
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
    EXPECT_LE(display_name(std::string(300, 'a')).size(), 255U);
    EXPECT_EQ(readable_size(64U << 20U), "64 MiB");
    EXPECT_EQ(readable_size(1536), "1.5 KiB");
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
