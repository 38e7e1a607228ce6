#include <gtest/gtest.h>

#include "papo/proto/multipart.h"
#include "tests/support/chunker.h"
#include "tests/support/http_client.h"

namespace papo::test {
namespace {

using namespace proto;

std::string understand_form(const Cuts& cuts) {
    MultipartParser parser("----papo");
    std::string said;
    for (const auto& cut : cuts) {
        parser.feed(cut);
        for (auto event = parser.next(); !std::holds_alternative<MultipartNeedMore>(event); event = parser.next()) {
            if (const auto* begin = std::get_if<PartBegin>(&event)) {
                said += "<" + begin->name + (begin->filename ? "|" + *begin->filename : "") + ">";
            }
            if (const auto* data = std::get_if<PartData>(&event)) said += data->bytes;
            if (std::holds_alternative<PartEnd>(event)) said += "</>";
            if (std::holds_alternative<MultipartEnd>(event)) return said + "END";
            if (std::holds_alternative<MultipartError>(event)) return said + "ERROR";
        }
    }
    return said;
}

TEST(Multipart, ShouldReadFormsHoweverCut) {
    expect_same_however_cut(form_of({{"file", "a.png", "bytes"}, {"note", std::nullopt, "text"}}) + "epilogue",
                            "<file|a.png>bytes</><note>text</>END", understand_form);
    expect_same_however_cut("preamble\r\n" + form_of({{"file", "a.png", ""}}), "<file|a.png></>END", understand_form);
}

TEST(Multipart, ShouldTakeFalseBoundariesAsDataHoweverCut) {
    for (const std::string data : {"\r\n------pap", "\r", "\r\n", "\r\n\r\n------", "--papo", "x\r\n------papO\r\n",
                                   "\r\r\n-\r\n--", "\n------papo"}) {
        expect_same_however_cut(form_of({{"file", "a", data}}), "<file|a>" + data + "</>END", understand_form);
    }
}

TEST(Multipart, ShouldRefuseMalformedForms) {
    EXPECT_EQ(understand_form({"------papo\r\nContent-Type: text/plain\r\n\r\nx\r\n------papo--"}), "ERROR")
        << "no name";
    EXPECT_EQ(understand_form({"------papoX"}), "ERROR");
    EXPECT_EQ(understand_form({std::string(5000, 'x')}), "ERROR") << "an endless preamble";
    EXPECT_EQ(understand_form({"------papo\r\nX: " + std::string(5000, 'x')}), "ERROR") << "an endless part head";
    EXPECT_EQ(understand_form({form_of(std::vector<FormPart>(16, FormPart{"a", std::nullopt, ""}))}).substr(16 * 6),
              "END");
    EXPECT_EQ(understand_form({form_of(std::vector<FormPart>(17, FormPart{"a", std::nullopt, ""}))}).substr(16 * 6),
              "ERROR");
}

TEST(Multipart, ShouldReadTheBoundary) {
    EXPECT_EQ(boundary_of("multipart/form-data; boundary=abc"), "abc");
    EXPECT_EQ(boundary_of("Multipart/Form-Data; charset=utf-8; boundary=\"a b\""), "a b");
    EXPECT_TRUE(boundary_of("multipart/form-data; boundary=" + std::string(70, 'x')));
    EXPECT_FALSE(boundary_of("multipart/form-data; boundary=" + std::string(71, 'x')));
    for (const auto* bad : {"multipart/form-data", "text/plain; boundary=x",
                            "multipart/form-data; boundary=", "multipart/form-data; boundary=\"a\r\n\""}) {
        EXPECT_FALSE(boundary_of(bad)) << bad;
    }
}

}  // namespace
}  // namespace papo::test
