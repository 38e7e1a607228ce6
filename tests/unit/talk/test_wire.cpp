#include <gtest/gtest.h>

#include "papo/talk/wire.h"
#include "tests/support/ws_client.h"

namespace papo::test {
namespace {

using namespace talk;

TEST(Wire, ShouldEscapeEveryCharacterThatJsonRequires) {
    chat::Entry entry;
    entry.seq = 9007199254740991;
    entry.ts = 5;
    entry.from = "a\"\\";
    entry.id = "i";
    std::string text;
    for (char c = 1; c < 32; ++c) text += c;
    text += "</script>\x7f é 😀 \u2028";
    entry.body = chat::Said{text, nullptr};
    std::string json;
    append_message(json, "r", entry);
    const auto parsed = Json::parse(json);
    EXPECT_EQ(parsed.at("text"), text);
    EXPECT_EQ(parsed.at("from"), entry.from);
    EXPECT_EQ(parsed.at("seq"), 9007199254740991);
    EXPECT_EQ(parsed.at("kind"), "text");
}

TEST(Wire, ShouldCheckFormsOnly) {
    const auto code = [](const std::string& text) {
        const auto parsed = parse_client_message(text);
        const auto* command = std::get_if<chat::Command>(&parsed);
        const auto* unreadable = command == nullptr ? nullptr : std::get_if<chat::Unreadable>(command);
        return unreadable == nullptr ? "" : std::string(to_string(unreadable->refusal.code));
    };
    EXPECT_EQ(code(R"({"type":"join","room":"","name":""})"), "") << "the hub checks the values";
    EXPECT_EQ(code(R"({"type":"join","room":"r","name":"n","password":null,"since":null,"x":[1]})"), "");
    EXPECT_EQ(code(R"({"type":"join","room":"r","name":"n","since":9007199254740991})"), "");
    EXPECT_EQ(code(R"({"type":"join","room":"r","name":"n","since":9007199254740992})"), "bad_request");
    EXPECT_EQ(code(R"({"type":"join","room":"r","name":"n","since":1.5})"), "bad_request");
    EXPECT_EQ(code(R"({"type":"hello","session":")" + std::string(21, 'a') + "\"}"), "bad_request");
    EXPECT_EQ(code(R"({"type":"rooms","watch":"yes"})"), "bad_request");
    EXPECT_EQ(code("[" + std::string(90'000, '[')), "bad_json") << "depth must not use the stack";
    EXPECT_EQ(code(R"({"type":"message","room":"r","id":"1","text":"\udc00"})"), "bad_json");
    EXPECT_EQ(code("null"), "bad_json");
    EXPECT_EQ(code(""), "bad_json");
}

}  // namespace
}  // namespace papo::test
