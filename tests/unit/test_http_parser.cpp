#include <gtest/gtest.h>

#include "papo/proto/http_parser.h"
#include "tests/support/chunker.h"

namespace papo::test {
namespace {

using namespace proto;

// "HEAD method target" for each request, its body in brackets, "END"; an error is its status and ends it.
std::string understand(const Cuts& cuts) {
    HttpParser parser;
    std::string body;
    std::string said;
    for (const auto& cut : cuts) {
        parser.feed(cut);
        while (true) {
            const auto event = parser.next();
            if (std::holds_alternative<NeedMore>(event)) break;
            if (const auto* bytes = std::get_if<BodyBytes>(&event)) body += bytes->bytes;
            if (std::holds_alternative<RequestHead>(event)) {
                said += "HEAD " + parser.request().method + " " + parser.request().target + " ";
            }
            if (std::holds_alternative<RequestEnd>(event)) {
                said += "[" + body + "] END ";
                body.clear();
            }
            if (const auto* error = std::get_if<ProtocolError>(&event)) return said + std::to_string(error->status);
        }
    }
    return said;
}

TEST(HttpParser, ShouldReadPipelinedRequestsHoweverCut) {
    expect_same_however_cut(
        "GET /a?b HTTP/1.1\r\nHost: x\r\n\r\nPOST /c HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello"
        "HEAD / HTTP/1.0\r\n\r\n",
        "HEAD GET /a?b [] END HEAD POST /c [hello] END HEAD HEAD / [] END ", understand);
}

TEST(HttpParser, ShouldReadChunkedBodiesWithTrailersHoweverCut) {
    expect_same_however_cut(
        "POST /c HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3;ext=1\r\nabc\r\nA\r\n0123456789\r\n0\r\n"
        "Trailer: y\r\n\r\nGET / HTTP/1.1\r\nHost: x\r\n\r\n",
        "HEAD POST /c [abc0123456789] END HEAD GET / [] END ", understand);
}

TEST(HttpParser, ShouldRefuseAmbiguousFramingHoweverCut) {
    const std::string start = "POST / HTTP/1.1\r\nHost: x\r\n";
    for (const auto& bad :
         {start + "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n",
          start + "Content-Length: 3\r\nContent-Length: 3\r\n\r\n", start + "Content-Length: 3, 3\r\n\r\n",
          start + "Content-Length: +3\r\n\r\n", start + "Transfer-Encoding: gzip, chunked\r\n\r\n",
          start + "Transfer-Encoding: identity\r\n\r\n", start + "X : y\r\n\r\n", start + "X: a\r\n b\r\n\r\n",
          start + "X: a\nY: b\r\n\r\n", start + "Host: y\r\n\r\n", std::string("GET / HTTP/1.1\r\n\r\n")}) {
        expect_same_however_cut(bad, "400", understand);
    }
}

TEST(HttpParser, ShouldRefuseAnotherMajorVersion) {
    EXPECT_EQ(understand({"GET / HTTP/2.0\r\nHost: x\r\n\r\n"}), "505");
}

TEST(HttpParser, ShouldBoundAddressAndHeaderBlockHoweverTheyCome) {
    const auto with_target = [](std::size_t size) {
        return "GET /" + std::string(size - 1, 'a') + " HTTP/1.1\r\nHost: x\r\n\r\n";
    };
    const auto with_block = [](std::size_t size) {
        const std::string first = "Host: x\r\nY: ";
        return "GET / HTTP/1.1\r\n" + first + std::string(size - first.size() - 2, 'y') + "\r\n\r\n";
    };
    const auto bytewise = [](const std::string& text) {
        Cuts cuts;
        for (const char byte : text) cuts.emplace_back(1, byte);
        return understand(cuts);
    };
    EXPECT_NE(bytewise(with_target(8192)).find("END"), std::string::npos);
    EXPECT_EQ(bytewise(with_target(8193)), "414");
    EXPECT_NE(bytewise(with_block(16384)).find("END"), std::string::npos);
    EXPECT_EQ(bytewise(with_block(16385)), "431");
    EXPECT_EQ(understand({with_block(100'000)}), "431");
}

TEST(HttpParser, ShouldTellWhatARequestAsksOfItsConnection) {
    const auto parse = [](HttpParser& parser, const std::string& text) {
        parser.feed(text);
        ASSERT_TRUE(std::holds_alternative<RequestHead>(parser.next()));
    };
    HttpParser first;
    parse(first, "GET http://x:1/p%20q?r=s HTTP/1.1\r\nHost: x\r\nConnection: close\r\nEXPECT: 100-continue\r\n\r\n");
    EXPECT_EQ(first.request().path, "/p%20q");
    EXPECT_EQ(first.request().query, "r=s");
    EXPECT_FALSE(first.request().keep_alive);
    EXPECT_TRUE(first.request().expect_continue);
    ASSERT_NE(first.request().find("host"), nullptr);
    HttpParser second;
    parse(second, "GET / HTTP/1.0\r\n\r\n");
    EXPECT_FALSE(second.request().keep_alive);
}

}  // namespace
}  // namespace papo::test
