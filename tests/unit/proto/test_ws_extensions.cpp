#include <gtest/gtest.h>

#include "papo/proto/ws_extensions.h"

namespace papo::test {
namespace {

using namespace proto;

constexpr DeflatePolicy willing{true, true, 9};
constexpr DeflatePolicy stateless{false, false, 15};

// The answer to a header; "declined", or "malformed".
std::string answer(std::string_view header, const DeflatePolicy& policy = willing) {
    const auto offers = parse_extensions(header);
    if (!offers) return "malformed";
    const auto terms = accept_deflate(*offers, policy);
    return terms ? to_header(*terms) : "declined";
}

std::string tokens(std::string_view header) {
    const auto parsed = parse_tokens(header);
    if (!parsed) return "malformed";
    std::string all;
    for (const auto& token : *parsed) all += token + ";";
    return all;
}

TEST(WsExtensions, ShouldAnswerEachParameterAsTheStandardSays) {
    EXPECT_EQ(answer("permessage-deflate"), "permessage-deflate");
    EXPECT_EQ(answer("permessage-deflate; server_no_context_takeover"),
              "permessage-deflate; server_no_context_takeover");
    EXPECT_EQ(answer("permessage-deflate; client_no_context_takeover"),
              "permessage-deflate; client_no_context_takeover");
    EXPECT_EQ(answer("permessage-deflate; server_max_window_bits=10"), "permessage-deflate; server_max_window_bits=10");
    EXPECT_EQ(answer("permessage-deflate; client_max_window_bits=8"), "permessage-deflate; client_max_window_bits=8");
    EXPECT_EQ(answer("permessage-deflate; client_max_window_bits"), "permessage-deflate")
        << "the parameter is a hint, not a request";
    EXPECT_EQ(answer("permessage-deflate;client_max_window_bits = \"12\" ;server_max_window_bits=\"1\\5\""
                     ";client_no_context_takeover;\tserver_no_context_takeover"),
              "permessage-deflate; server_no_context_takeover; client_no_context_takeover; "
              "server_max_window_bits=15; client_max_window_bits=12");
}

TEST(WsExtensions, ShouldForbidTakeover) {
    EXPECT_EQ(answer("permessage-deflate; client_max_window_bits", stateless),
              "permessage-deflate; server_no_context_takeover; client_no_context_takeover");
    EXPECT_EQ(answer("permessage-deflate; server_max_window_bits=15", stateless),
              "permessage-deflate; server_no_context_takeover; client_no_context_takeover; server_max_window_bits=15");
    EXPECT_EQ(answer("permessage-deflate; server_max_window_bits=14", stateless), "declined");
}

TEST(WsExtensions, ShouldDeclineOffersThatItCannotMeetExactly) {
    for (const auto* offer :
         {"server_max_window_bits", "server_max_window_bits=8", "server_max_window_bits=7", "server_max_window_bits=16",
          "server_max_window_bits=09", "server_max_window_bits=1", "server_max_window_bits=100",
          "server_max_window_bits=1x", "client_max_window_bits=7", "client_max_window_bits=16",
          "client_max_window_bits=010", "client_max_window_bits=-9", "server_no_context_takeover=1",
          "client_no_context_takeover=true", "unknown", "Server_no_context_takeover",
          "client_max_window_bits; client_max_window_bits", "server_max_window_bits=9; server_max_window_bits=10",
          "server_no_context_takeover; server_no_context_takeover"}) {
        EXPECT_EQ(answer(std::string("permessage-deflate; ") + offer), "declined") << offer;
    }
    EXPECT_EQ(answer("x-webkit-deflate-frame"), "declined");
    EXPECT_EQ(answer(""), "declined");
}

TEST(WsExtensions, ShouldTakeTheFirstAcceptableOffer) {
    EXPECT_EQ(answer("other; a=b, permessage-deflate; server_max_window_bits=8, permessage-deflate; unknown, "
                     "permessage-deflate; server_max_window_bits=11; server_no_context_takeover, permessage-deflate"),
              "permessage-deflate; server_no_context_takeover; server_max_window_bits=11");
    EXPECT_EQ(answer(" , ,permessage-deflate; server_max_window_bits=8 ,\t, permessage-deflate ,"),
              "permessage-deflate");
}

TEST(WsExtensions, ShouldRefuseMalformedLists) {
    for (const auto* header : {";", "a;", "a; ;b", "a=b", "a; =b", "a; b=", "a; b=\"\"", "a; b=\"c", "a; b=\"c d\"",
                               "a; b=\"c\\", "a b", "a, b c", "a; b c", "a/b", "a; b=\"c\"d",
                               "permessage-deflate; server_max_window_bits=10 10", "ol\xC3\xA1", "a; b=(c)"}) {
        EXPECT_EQ(answer(header), "malformed") << header;
    }
}

TEST(WsProtocols, ShouldBeAListOfTokens) {
    EXPECT_EQ(tokens("papo.v1"), "papo.v1;");
    EXPECT_EQ(tokens("chat ,superchat,\t papo.v1,"), "chat;superchat;papo.v1;");
    EXPECT_EQ(tokens(""), "");
    for (const auto* bad : {"a b", "a;b", "a=b", "\"a\"", "a, b/c", "a@b"}) EXPECT_EQ(tokens(bad), "malformed") << bad;
}

}  // namespace
}  // namespace papo::test
