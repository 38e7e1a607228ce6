#include "papo/talk/client_object.h"

#include <gtest/gtest.h>

#include <array>

#include "papo/base/utf8.h"

namespace papo::test {
namespace {

using talk::ClientObject;
using talk::Member;

// Usual forms, each of which the scanner must take.
constexpr std::array usual{
    R"({"type":"message","room":"r","id":"1","text":"hi"})",
    R"({ "type" : "join",
	"room":"sala é","name":"😀","password":null,"since":9007199254740991,"epoch":"e"})",
    R"({"type":"message","room":"r","id":"2","text":"\"quoted\" \\ \/ \b\f\n\r\t end"})",
    R"({"type":"rooms","watch":true})",
    R"({"watch":false,"type":"rooms"})",
    R"({"type":"history","room":"r","before":0,"limit":50})",
    R"({"type":"search","room":"r","query":"","before":7})",
    R"({"type":"hello","session":"0123456789012345678901"})",
    R"({"type":7,"room":true,"limit":"x"})",
    R"( {} )",
    R"({"id":null,"id":"x"})",
};

// Forms that the scanner must leave to the full reader: unusual ones, then malformed ones.
constexpr std::array unusual{
    R"({"type":"message","other":1})",
    R"({"type":"a","type":"b"})",
    R"({"type":"message","text":"\u00e9"})",
    R"({"t\u0079pe":"message"})",
    R"({"type":["message"]})",
    R"({"type":{"a":{}}})",
    R"({"since":-1})",
    R"({"since":-0})",
    R"({"since":1.0})",
    R"({"since":1e3})",
    R"({"since":18446744073709551615})",
    R"({"since":99999999999999999999999})",
    "\xEF\xBB\xBF{\"type\":\"message\"}",
    R"([])",
    R"("type")",
};

constexpr std::array malformed{
    "",
    " ",
    "{",
    "}",
    R"({"type")",
    R"({"type":)",
    R"({"type":"a)",
    R"({"type":"a\)",
    R"({"type":"a\x"})",
    R"({"type":"\ud800"})",
    R"({"type":"a"}})",
    R"({"type":"a"} x)",
    R"({"type":"a",})",
    R"({,"type":"a"})",
    R"({"type":"a" "room":"b"})",
    R"({"type" "a"})",
    R"({type:"a"})",
    R"({'type':'a'})",
    R"({"since":01})",
    R"({"since":+1})",
    R"({"since":1x})",
    R"({"watch":truex})",
    R"({"watch":tru})",
    R"({"watch":nul})",
    R"({"watch":True})",
    "{\"text\":\"a\nb\"}",
    "{\"text\":\"a\tb\"}",
    "{\"text\":\"a\x1f\"}",
};

TEST(ClientObject, ShouldScanToTheSameAsTheFullReader) {
    for (const auto* json : usual) {
        const auto scanned = ClientObject::scan(json);
        ASSERT_TRUE(scanned) << json;
        EXPECT_EQ(scanned, ClientObject::read(json)) << json;
    }
}

TEST(ClientObject, ShouldLeaveUnusualFormsToTheFullReader) {
    for (const auto* json : unusual) EXPECT_FALSE(ClientObject::scan(json)) << json;
    EXPECT_TRUE(ClientObject::read(unusual[0]));
    EXPECT_TRUE(ClientObject::read(unusual[1])->has_text(Member::type, "b")) << "the last of two equal members counts";
    EXPECT_TRUE(ClientObject::read(unusual[3])->has_text(Member::type, "message"));
    EXPECT_EQ(ClientObject::read(unusual[6])->kind(Member::since), ClientObject::Kind::other);
    EXPECT_EQ(ClientObject::read(unusual[10])->integer(Member::since), UINT64_MAX);
}

TEST(ClientObject, ShouldBeNothingIfItIsMalformed) {
    for (const auto* json : malformed) {
        EXPECT_FALSE(ClientObject::scan(json)) << json;
        EXPECT_FALSE(ClientObject::read(json)) << json;
    }
}

// If the scanner takes the text, both readers must agree.
void expect_agreement(const std::string& json) {
    if (!is_utf8(json)) return;  // the frame decoder passes only UTF-8
    const auto scanned = ClientObject::scan(json);
    EXPECT_TRUE(!scanned || scanned == ClientObject::read(json)) << json;
}

TEST(ClientObject, ShouldScanToTheSameHoweverCutOrChanged) {
    for (const auto* form : usual) {
        const std::string json = form;
        for (std::size_t at = 0; at < json.size(); ++at) {
            expect_agreement(json.substr(0, at));
            for (const char c : std::string_view("\0\t \"\\,:{}[]0n\x1f\x7f", 15)) {
                auto changed = json;
                changed[at] = c;
                expect_agreement(changed);
            }
        }
    }
}

TEST(ClientObject, ShouldDecodeTexts) {
    const auto object = ClientObject::scan(usual[2]);
    EXPECT_EQ(object->text(Member::text), "\"quoted\" \\ / \b\f\n\r\t end");
    EXPECT_TRUE(object->has_text(Member::text, "\"quoted\" \\ / \b\f\n\r\t end"));
    EXPECT_FALSE(object->has_text(Member::file, ""));
    EXPECT_EQ(object->kind(Member::file), ClientObject::Kind::absent);
}

}  // namespace
}  // namespace papo::test
