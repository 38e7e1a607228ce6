#include <gtest/gtest.h>

#include "papo/proto/http_parser.h"
#include "tests/support/chunker.h"
#include "tests/support/malformed_requests.h"

namespace papo::test {
namespace {

using namespace proto;

// For each request "HEAD method target", the body in brackets, and "END"; an error's status ends the text.
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

TEST(HttpParser, ShouldReadChunksInEveryFormHoweverCut) {
    const std::string head = "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: ChunKed\r\n\r\n";
    const std::string next = "GET /next HTTP/1.1\r\nHost: x\r\n\r\n";
    for (const std::string body :
         {"3\r\nabc\r\n0\r\n\r\n", "0003\r\nabc\r\n000\r\n\r\n", "1\r\na\r\n2\r\nbc\r\n0;last\r\n\r\n",
          "3;a;b=c;d=\"e\\\"; \\\\ \xC3\xA9\"\r\nabc\r\n0\r\n\r\n", "3 \t; a\t= b ;c = \"\" ; d\r\nabc\r\n0\r\n\r\n",
          "3;0\r\nabc\r\n0\r\nA:\r\nB: c\r\n\r\n"}) {
        expect_same_however_cut(head + body + next, "HEAD POST / [abc] END HEAD GET /next [] END ", understand);
    }
    const std::string large = "10\r\n0123456789abcdef\r\n0a\r\n0123456789\r\n";
    expect_same_however_cut(head + large + "00\r\n\r\n" + next,
                            "HEAD POST / [0123456789abcdef0123456789] END HEAD GET /next [] END ", understand);
}

TEST(HttpParser, ShouldLimitChunkHeadsAndTrailers) {
    const std::string head = "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n";
    const auto chunk = [](std::size_t size) { return "3;" + std::string(size, 'e') + "\r\nabc\r\n"; };
    const auto said = [&](const std::string& body) {
        const auto all = understand({head + body});
        return all.substr(all.size() - 4);
    };
    EXPECT_EQ(said(chunk(1021) + "0\r\n\r\n"), "END ") << "a line of 1 KiB with its CR";
    EXPECT_EQ(said(chunk(1022) + "0\r\n\r\n"), " 400");
    std::string most;
    for (int i = 0; i < 16; ++i) most += chunk(1021);  // 1023 bytes each beside the size
    EXPECT_EQ(said(most + chunk(14) + "0\r\n\r\n"), "END ") << "16 KiB of chunk heads";
    EXPECT_EQ(said(most + chunk(15) + "0\r\n\r\n"), " 400");
    EXPECT_EQ(said(std::string(1023, '0') + "3\r\nabc\r\n0\r\n\r\n"), "END ") << "leading zeros";
    EXPECT_EQ(said(std::string(1024, '0') + "3\r\nabc\r\n0\r\n\r\n"), " 400");
    EXPECT_EQ(said("0\r\nT:" + std::string(16380, 't') + "\r\n\r\n"), "END ") << "trailers of 16 KiB";
    EXPECT_EQ(said("0\r\nT:" + std::string(16381, 't') + "\r\n\r\n"), " 431");
}

TEST(HttpParser, ShouldNotTakeTrailersForHeadersHoweverCut) {
    expect_same_however_cut(
        "POST /c HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n"
        "Content-Length: 9\r\nTransfer-Encoding: gzip\r\nHost: evil\r\nConnection: close\r\n\r\n"
        "GET / HTTP/1.1\r\nHost: x\r\n\r\n",
        "HEAD POST /c [abc] END HEAD GET / [] END ", understand);
}

TEST(HttpParser, ShouldRefuseMalformedRequestsHoweverCut) {
    for (const auto& request : malformed_requests()) {
        SCOPED_TRACE(request.what);
        const auto refused = [&](const Cuts& cuts) {
            const auto said = understand(cuts);
            return said.substr(said.size() - std::min<std::size_t>(said.size(), 3));
        };
        Cuts bytes;
        for (const char byte : request.bytes) bytes.emplace_back(1, byte);
        EXPECT_EQ(refused({request.bytes}), std::to_string(request.status)) << "whole";
        EXPECT_EQ(refused(bytes), std::to_string(request.status)) << "byte by byte";
        for (std::size_t at = 1; at < std::min<std::size_t>(request.bytes.size(), 200); ++at) {
            ASSERT_EQ(refused({request.bytes.substr(0, at), request.bytes.substr(at)}), std::to_string(request.status))
                << "cut at " << at;
        }
    }
}

// The first error decides, not the worst one.
TEST(HttpParser, ShouldReportTheFirstError) {
    const std::string start = "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: x\r\nA: ";
    EXPECT_EQ(understand({start + std::string(20'000, 'a') + "\r\n\r\n"}), "400");
}

TEST(HttpParser, ShouldIgnoreBytesAfterALastRequest) {
    expect_same_however_cut("GET /a HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\nGET /b HTTP/1.1\r\nHost: x\r\n\r\n",
                            "HEAD GET /a [] END ", understand);
    expect_same_however_cut("GET /a HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n\x16\x03", "HEAD GET /a [] END ",
                            understand);
}

TEST(HttpParser, ShouldTreatALaterMinorVersionAs11) {
    expect_same_however_cut("GET / HTTP/1.2\r\nHost: x\r\n\r\nGET / HTTP/1.9\r\nHost: x\r\n\r\n",
                            "HEAD GET / [] END HEAD GET / [] END ", understand);
}

TEST(HttpParser, ShouldSkipAFewEmptyLinesHoweverCut) {
    expect_same_however_cut("\r\n\r\nGET / HTTP/1.1\r\nHost: x\r\n\r\n\r\nGET / HTTP/1.1\r\nHost: x\r\n\r\n",
                            "HEAD GET / [] END HEAD GET / [] END ", understand);
}

// llhttp's versions know different methods; the router decides which ones the server supports.
TEST(HttpParser, ShouldPassOnEveryMethodHoweverCut) {
    for (const std::string method : {"QUERY", "PURGE", "get", "X!#$%&'*+-.^_`|~9", "CONNECT", "PRI"}) {
        const auto target = method == "CONNECT" ? std::string("a:80") : "/";
        expect_same_however_cut(method + " " + target + " HTTP/1.1\r\nHost: x\r\n\r\n",
                                "HEAD " + method + " " + target + " [] END ", understand);
    }
}

TEST(HttpParser, ShouldLimitTargetAndHeaderBlockHoweverCut) {
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

HttpRequest head_of(const std::string& text) {
    HttpParser parser;
    parser.feed(text);
    const auto event = parser.next();
    EXPECT_TRUE(std::holds_alternative<RequestHead>(event)) << text;
    return parser.request();
}

std::string value_of(const HttpRequest& request, std::string_view name) {
    const auto* value = request.find(name);
    return value != nullptr ? *value : "none";
}

TEST(HttpParser, ShouldTellPathAndQueryOfEveryForm) {
    const auto target = [](const std::string& first) {
        const auto request = head_of(first + " HTTP/1.1\r\nHost: x\r\n\r\n");
        return request.path + " " + request.query + " " + value_of(request, "host");
    };
    EXPECT_EQ(target("GET /p%20q?r=s?t"), "/p%20q r=s?t x");
    EXPECT_EQ(target("GET //p"), "//p  x");
    EXPECT_EQ(target("GET /?"), "/  x");
    EXPECT_EQ(target("OPTIONS *"), "*  x");
    EXPECT_EQ(target("GET HTTP://Y:1/p?q"), "/p q Y:1");
    EXPECT_EQ(target("GET https://[::1]?q"), "/ q [::1]");
    EXPECT_EQ(target("GET http://y"), "/  y");
    EXPECT_EQ(target("OPTIONS http://y"), "*  y") << "RFC 9112 section 3.2.4";
    EXPECT_EQ(target("OPTIONS http://y/"), "/  y");
    const auto old = head_of("GET http://y/ HTTP/1.0\r\n\r\n");
    EXPECT_EQ(value_of(old, "host"), "y");
}

TEST(HttpParser, ShouldTakeEveryValidHost) {
    for (const std::string host : {"", "a", "A.b.", "a:", "a:0", "a:65535", "127.0.0.1:5000", "[::1]", "[fe80::1]:80",
                                   "a_b", "xn--bcher-kva.de", "a%20b", ":80"}) {
        EXPECT_EQ(value_of(head_of("GET / HTTP/1.1\r\nHost: " + host + "\r\n\r\n"), "host"), host);
    }
}

TEST(HttpParser, ShouldTellWhetherTheConnectionStaysOpen) {
    const auto stays = [](const std::string& version, const std::string& fields) {
        return head_of("GET / HTTP/" + version + "\r\nHost: x\r\n" + fields + "\r\n").keep_alive;
    };
    EXPECT_TRUE(stays("1.1", ""));
    EXPECT_TRUE(stays("1.1", "Connection: keep-alive\r\n"));
    EXPECT_TRUE(stays("1.1", "Connection: closed\r\n"));
    EXPECT_FALSE(stays("1.1", "Connection: close\r\n"));
    EXPECT_FALSE(stays("1.1", "Connection: x,  CLOSE\t, keep-alive\r\n"));
    EXPECT_FALSE(stays("1.1", "Connection: x\r\nA: b\r\nconnection: close\r\n"));
    EXPECT_FALSE(stays("1.0", ""));
    EXPECT_TRUE(stays("1.0", "Connection: Keep-Alive\r\n"));
    EXPECT_FALSE(stays("1.0", "Connection: keep-alive, close\r\n"));
}

TEST(HttpParser, ShouldTellTheExpectation) {
    const auto expects = [](const std::string& version, const std::string& expect) {
        const auto request = head_of("POST / HTTP/" + version + "\r\nHost: x\r\nExpect: " + expect + "\r\n\r\n");
        return (request.expect_continue ? std::string("continue ") : "") + (request.expects_more ? "more" : "");
    };
    EXPECT_EQ(expects("1.1", "100-Continue"), "continue ");
    EXPECT_EQ(expects("1.1", "200-ok"), "more");
    EXPECT_EQ(expects("1.1", "100-continue, x"), "more");
    EXPECT_EQ(expects("1.0", "100-continue"), "") << "RFC 9110 section 10.1.1";
}

TEST(HttpParser, ShouldCombineLinesOfOneName) {
    const auto request = head_of("GET / HTTP/1.1\r\nB: 1\r\nHost: x\r\nA: \t2 \r\nb:3\r\nC:\r\nB: 4\r\n\r\n");
    EXPECT_EQ(value_of(request, "a"), "2");
    EXPECT_EQ(value_of(request, "b"), "1, 3, 4");
    EXPECT_EQ(value_of(request, "c"), "");
    EXPECT_EQ(request.headers.size(), 4U);
}

TEST(HttpParser, ShouldReadSixteenKiBOfTheSmallestLines) {
    std::string lines;
    while (lines.size() + 9 + 4 <= 16 * 1024) lines += "a:\r\n";
    EXPECT_EQ(head_of("GET / HTTP/1.1\r\nHost: x\r\n" + lines + "\r\n").headers.size(), 2U);
}

// An answer to an incomplete request needs the method, because an answer to HEAD has no body.
TEST(HttpParser, ShouldKnowTheMethodOnceTheRequestLineIsWhole) {
    HttpParser parser;
    parser.feed("HEAD / HTTP/1.1\r\n");
    EXPECT_TRUE(std::holds_alternative<NeedMore>(parser.next()));
    EXPECT_TRUE(parser.started());
    EXPECT_EQ(parser.request().method, "HEAD");
    parser.feed("Host: x\r\n\r\nG");
    while (!std::holds_alternative<NeedMore>(parser.next())) continue;
    EXPECT_TRUE(parser.started());
    EXPECT_EQ(parser.request().method, "") << "the next request's method is not known yet";
}

}  // namespace
}  // namespace papo::test
