#include <gtest/gtest.h>

#include "papo/base/text.h"
#include "tests/support/http_client.h"
#include "tests/support/pictures.h"
#include "tests/support/server_process.h"
#include "tests/support/ws_client.h"

namespace papo::test {
namespace {

// Conditions, ranges and headers of the web client's files and of uploads.
class HttpFiles : public testing::Test {
protected:
    std::string stored(const std::string& name, const std::string& content) {
        const auto reply = upload(server.port(), name, content);
        EXPECT_EQ(reply.status, 201) << reply.body;
        return reply.status == 201 ? reply.json().at("url").get<std::string>() : "/none";
    }
    HttpReply get(const std::string& target, const Headers& headers = {}) { return client.get(target, headers); }

    ServerProcess server;
    HttpClient client{server.port()};
};

struct Part {
    std::string type;
    std::string range;
    std::string content;
};

// The parts of a multipart/byteranges body (RFC 9110 section 14.6).
std::vector<Part> parts_of(const HttpReply& reply) {
    const std::string prefix = "multipart/byteranges; boundary=";
    const auto type = reply.header("content-type");
    if (type.substr(0, prefix.size()) != prefix) return {};
    const auto delimiter = "\r\n--" + type.substr(prefix.size());
    std::vector<Part> parts;
    std::string_view rest = reply.body;
    rest.remove_prefix(rest.find(delimiter) + delimiter.size());
    while (rest.substr(0, 2) != "--") {
        const auto end_of_head = rest.find("\r\n\r\n");
        const auto head = std::string(rest.substr(0, end_of_head)) + "\r\n";
        const auto value = [&](const std::string& name) {
            const auto at = head.find(name + ": ") + name.size() + 2;
            return head.substr(at, head.find("\r\n", at) - at);
        };
        const auto end = rest.find(delimiter, end_of_head);
        if (end == std::string_view::npos) throw std::runtime_error("a part does not end");
        parts.push_back({value("Content-Type"), value("Content-Range"),
                         std::string(rest.substr(end_of_head + 4, end - end_of_head - 4))});
        rest.remove_prefix(end + delimiter.size());
    }
    EXPECT_EQ(rest, "--\r\n");
    return parts;
}

TEST_F(HttpFiles, ShouldApplyConditions) {
    for (const auto& target : {std::string("/"), stored("a.png", png_of(1, 1))}) {
        SCOPED_TRACE(target);
        const auto whole = get(target);
        const auto etag = whole.header("etag");
        const auto date = whole.header("last-modified");
        EXPECT_EQ(get(target, {{"If-None-Match", "\"a,b\", W/" + etag}}).status, 304);
        EXPECT_EQ(get(target, {{"If-None-Match", "\"a\""}, {"If-None-Match", etag}}).status, 304)
            << "one value from two header lines";
        EXPECT_EQ(get(target, {{"If-None-Match", "*"}}).status, 304);
        EXPECT_EQ(get(target, {{"If-None-Match", "\"a\""}, {"If-Modified-Since", date}}).status, 200);
        EXPECT_EQ(get(target, {{"If-Modified-Since", date}}).status, 304);
        EXPECT_EQ(get(target, {{"If-Modified-Since", "Sun, 06 Nov 1994 08:49:37 GMT"}}).status, 200);
        EXPECT_EQ(get(target, {{"If-Modified-Since", "whenever"}}).status, 200);
        EXPECT_EQ(get(target, {{"If-Match", etag}}).status, 200);
        EXPECT_EQ(get(target, {{"If-Match", "W/" + etag}}).status, 412);
        EXPECT_EQ(get(target, {{"If-Match", "\"a\""}}).code(), "precondition_failed");
        EXPECT_EQ(get(target, {{"If-Unmodified-Since", "Sun, 06 Nov 1994 08:49:37 GMT"}}).status, 412);
        EXPECT_EQ(client.request("HEAD", target, {{"If-None-Match", etag}}).status, 304);
    }
    EXPECT_EQ(get("/healthz", {{"If-Match", "\"a\""}}).status, 412) << "the resource has no tag";
    EXPECT_EQ(get("/healthz", {{"If-None-Match", "\"a\""}}).status, 200);
    EXPECT_EQ(get("/none", {{"If-None-Match", "*"}}).status, 404) << "a missing resource matches nothing";
}

TEST_F(HttpFiles, ShouldAnswer304WithOnlyTheHeadersForCaches) {
    for (const auto& target : {std::string("/"), stored("a.png", png_of(1, 1))}) {
        const auto whole = get(target);
        const auto reply = get(target, {{"If-None-Match", "*"}});
        for (const auto* name : {"etag", "cache-control", "content-security-policy", "x-content-type-options"}) {
            EXPECT_EQ(reply.header(name), whole.header(name)) << name;
        }
        EXPECT_FALSE(reply.header("date").empty());
        for (const auto* name : {"content-length", "content-type", "content-range"}) {
            EXPECT_EQ(reply.headers.count(name), 0U) << name;
        }
    }
}

TEST_F(HttpFiles, ShouldServeSeveralRanges) {
    const auto picture = png_of(1, 1, 100'000);
    const auto size = std::to_string(picture.size());
    const auto url = stored("a.png", picture);
    const auto reply = get(url, {{"Range", "bytes=1000-1009, 0-4 ,-3,999999-"}});
    EXPECT_EQ(reply.status, 206);
    EXPECT_EQ(reply.headers.count("content-range"), 0U);
    const auto parts = parts_of(reply);
    ASSERT_EQ(parts.size(), 3U);
    EXPECT_EQ(parts[0].type, "image/png");
    EXPECT_EQ(parts[0].range, "bytes 1000-1009/" + size);
    EXPECT_EQ(parts[0].content, picture.substr(1000, 10));
    EXPECT_EQ(parts[1].content, picture.substr(0, 5));
    EXPECT_EQ(parts[2].content, picture.substr(picture.size() - 3));
    const auto joined = get(url, {{"Range", "bytes=0-50000,40000-"}});
    EXPECT_EQ(joined.status, 206);
    EXPECT_EQ(joined.header("content-range"), "bytes 0-" + std::to_string(picture.size() - 1) + "/" + size);
    EXPECT_TRUE(joined.body == picture);
    std::string many = "bytes=0-0";
    for (int i = 1; i < 17; ++i) many += "," + std::to_string(1000 * i) + "-" + std::to_string(1000 * i);
    EXPECT_EQ(get(url, {{"Range", many}}).status, 200) << "17 ranges are too many";
    EXPECT_EQ(get("/healthz").status, 200) << "every Content-Length was right";
}

TEST_F(HttpFiles, ShouldServeRangesOfTheClientToo) {
    const auto page = read_file(server.www() / "index.html");
    EXPECT_EQ(get("/").header("accept-ranges"), "bytes");
    const auto one = get("/", {{"Range", "bytes=2-9"}});
    EXPECT_EQ(one.status, 206);
    EXPECT_EQ(one.body, page.substr(2, 8));
    EXPECT_EQ(one.header("content-range"), "bytes 2-9/" + std::to_string(page.size()));
    write_file(server.www() / "long.txt", std::string(500, 'x') + "end");
    write_file(server.www() / "empty.txt", "");
    client.tcp.reset();  // the server would wait for it
    server.restart(SIGTERM);
    client = HttpClient(server.port());
    const auto parts = parts_of(get("/long.txt", {{"Range", "bytes=0-0,-3"}}));
    ASSERT_EQ(parts.size(), 2U);
    EXPECT_EQ(parts[0].type, "text/plain; charset=utf-8");
    EXPECT_EQ(parts[1].content, "end");
    EXPECT_EQ(get("/empty.txt", {{"Range", "bytes=0-"}}).header("content-range"), "bytes */0");
    EXPECT_EQ(get("/empty.txt", {{"Range", "bytes=-1"}}).status, 200);
    const auto beyond = get("/", {{"Range", "bytes=" + std::to_string(page.size()) + "-"}});
    EXPECT_EQ(beyond.status, 416);
    EXPECT_EQ(beyond.header("content-range"), "bytes */" + std::to_string(page.size()));
    EXPECT_EQ(get("/healthz", {{"Range", "bytes=0-0"}}).status, 200) << "JSON answers have no ranges";
}

// All large files lie in one MemoryFile.
TEST_F(HttpFiles, ShouldServeLargeFilesOfTheClientWholeAndInRanges) {
    const auto noise = [](std::uint32_t seed, std::size_t size) {
        std::string bytes(size, '\0');
        for (auto& byte : bytes) byte = static_cast<char>((seed = seed * 1'664'525U + 1'013'904'223U) >> 24U);
        return bytes;
    };
    const auto first = noise(1, 40'000);
    const auto second = noise(2, 3'000'000);
    write_file(server.www() / "a.bin", first);
    write_file(server.www() / "b.bin", second);
    client.tcp.reset();  // the server would wait for it
    server.restart(SIGTERM);
    client = HttpClient(server.port());
    const std::string rest = " HTTP/1.1\r\nHost: a\r\n\r\n";
    client.tcp.send("GET /a.bin" + rest + "HEAD /b.bin" + rest + "GET /b.bin" + rest + "GET /" + rest);
    EXPECT_TRUE(client.read_reply().body == first);
    EXPECT_EQ(client.read_reply(true).header("content-length"), "3000000");
    EXPECT_TRUE(client.read_reply().body == second);
    EXPECT_EQ(client.read_reply().body, read_file(server.www() / "index.html"));
    EXPECT_TRUE(get("/b.bin", {{"Range", "bytes=0-9"}}).body == second.substr(0, 10));
    EXPECT_TRUE(get("/a.bin", {{"Range", "bytes=-10"}}).body == first.substr(39'990));
    const auto parts = parts_of(get("/a.bin", {{"Range", "bytes=1-2,20000-39999"}}));
    ASSERT_EQ(parts.size(), 2U);
    EXPECT_TRUE(parts[1].content == first.substr(20'000));
}

TEST_F(HttpFiles, ShouldServeARangeOnlyOfTheRequestedVersion) {
    const auto url = stored("a.png", png_of(1, 1, 1000));
    const auto whole = get(url);
    const auto status = [&](const std::string& condition) {
        return get(url, {{"Range", "bytes=0-0"}, {"If-Range", condition}}).status;
    };
    EXPECT_EQ(status(whole.header("etag")), 206);
    EXPECT_EQ(status(whole.header("last-modified")), 206);
    EXPECT_EQ(status("W/" + whole.header("etag")), 200) << "a weak tag does not identify bytes";
    EXPECT_EQ(status("Fri, 01 Jan 2100 00:00:00 GMT"), 200) << "another date means another version";
    EXPECT_EQ(get(url, {{"Range", "bytes=9999-"}, {"If-Range", "\"other\""}}).status, 200);
    EXPECT_EQ(client.request("HEAD", url, {{"Range", "bytes=0-0"}}).status, 200) << "ranges apply to GET only";
    EXPECT_EQ(get(url, {{"Range", "bytes=0-0"}, {"If-None-Match", "*"}}).status, 304);
}

TEST_F(HttpFiles, ShouldServeTheClientCompressedIfAccepted) {
    const std::string page(5'000, 'x');
    write_file(server.www() / "page.html", page);
    write_file(server.www() / "tiny.txt", "x");
    client.tcp.reset();  // the server would wait for it
    server.restart(SIGTERM);
    client = HttpClient(server.port());
    const Headers gzip{{"Accept-Encoding", "br, gzip"}};
    const auto plain = get("/page.html");
    const auto packed = get("/page.html", gzip);
    EXPECT_EQ(plain.body, page);
    EXPECT_EQ(plain.headers.count("content-encoding"), 0U);
    EXPECT_EQ(packed.status, 200);
    EXPECT_EQ(packed.header("content-encoding"), "gzip");
    EXPECT_EQ(packed.body.substr(0, 2), "\x1F\x8B");
    EXPECT_LT(packed.body.size(), page.size() / 10);
    EXPECT_EQ(packed.headers.count("accept-ranges"), 0U);
    for (const auto& reply : {plain, packed, get("/tiny.txt", gzip)}) {
        EXPECT_EQ(reply.header("vary"), "Accept-Encoding") << "a cache must keep both codings apart";
    }
    EXPECT_EQ(get("/tiny.txt", gzip).body, "x");

    auto head = client.request("HEAD", "/page.html", gzip);
    auto same = packed.headers;
    head.headers.erase("date");
    same.erase("date");
    EXPECT_EQ(head.headers, same);

    const auto etag = packed.header("etag");
    EXPECT_NE(etag, plain.header("etag"));
    const auto known = get("/page.html", {{"Accept-Encoding", "gzip"}, {"If-None-Match", etag}});
    EXPECT_EQ(known.status, 304);
    EXPECT_EQ(known.header("vary"), "Accept-Encoding");
    EXPECT_EQ(known.headers.count("content-encoding"), 0U);
    EXPECT_EQ(get("/page.html", {{"If-None-Match", etag}}).status, 200) << "the tag of the other coding does not match";

    const auto ranged = get("/page.html", {{"Accept-Encoding", "gzip"}, {"Range", "bytes=0-4"}});
    EXPECT_EQ(ranged.status, 200) << "an encoded answer has no ranges";
    EXPECT_EQ(ranged.body, packed.body);
    EXPECT_EQ(get("/page.html", {{"Accept-Encoding", "gzip;q=0"}, {"Range", "bytes=0-4"}}).body, "xxxxx");

    const auto refused = get("/page.html", {{"Accept-Encoding", "br, *;q=0"}});
    EXPECT_EQ(refused.status, 406);
    EXPECT_EQ(refused.code(), "not_acceptable");
    EXPECT_EQ(refused.header("vary"), "Accept-Encoding");
    EXPECT_EQ(get("/healthz", {{"Accept-Encoding", "*;q=0"}}).status, 200) << "/healthz has one coding only";
}

TEST_F(HttpFiles, ShouldAnswerHeadLikeGet) {
    const auto picture = stored("a.png", png_of(1, 1));
    for (const auto& target :
         {std::string("/"), std::string("/none"), std::string("/healthz"), std::string("/api/rooms"),
          std::string("/upload"), std::string("/ws"), picture, picture + "?download", stored("a.txt", "text")}) {
        auto get_reply = get(target);
        auto head = client.request("HEAD", target);
        EXPECT_EQ(head.status, get_reply.status) << target;
        if (target == "/upload") continue;  // the error's text names the method
        head.headers.erase("date");
        get_reply.headers.erase("date");
        EXPECT_EQ(head.headers, get_reply.headers) << target;
    }
    EXPECT_EQ(get("/healthz").status, 200) << "no answer to HEAD had a body";
}

TEST_F(HttpFiles, ShouldDateEveryAnswer) {
    for (const auto* target : {"/", "/none", "/upload", "/ws", "/healthz"}) {
        EXPECT_FALSE(get(target).header("date").empty()) << target;
    }
    EXPECT_FALSE(client.request("OPTIONS", "/").header("date").empty());
    ServerProcess small({"--max-connections", "1"});
    HttpClient first(small.port());
    EXPECT_EQ(first.get("/healthz").status, 200);
    const auto full = HttpClient(small.port()).read_reply();
    EXPECT_EQ(full.status, 503);
    EXPECT_FALSE(full.header("date").empty());
    EXPECT_EQ(full.header("connection"), "close");
    EXPECT_EQ(full.header("retry-after"), "5");
    EXPECT_EQ(full.code(), "full");
}

TEST_F(HttpFiles, ShouldSendTheSecurityPoliciesOfTheClient) {
    for (const auto* target : {"/", "/index.html"}) {
        const auto reply = get(target);
        const auto policy = reply.header("content-security-policy");
        EXPECT_NE(policy.find("default-src 'self'"), std::string::npos);
        EXPECT_NE(policy.find("frame-ancestors 'none'"), std::string::npos);
        EXPECT_EQ(policy.find("unsafe"), std::string::npos);
        EXPECT_EQ(reply.header("referrer-policy"), "no-referrer");
        EXPECT_EQ(reply.header("cross-origin-opener-policy"), "same-origin");
        EXPECT_NE(reply.header("permissions-policy").find("camera=()"), std::string::npos);
    }
}

TEST_F(HttpFiles, ShouldSendSecurityPoliciesWithEveryAnswer) {
    const auto picture = stored("a.png", png_of(1, 1));
    for (const auto& target : {std::string("/"), std::string("/none"), std::string("/healthz"), std::string("/metrics"),
                               std::string("/ws"), picture, picture + "?download"}) {
        const auto reply = get(target);
        EXPECT_EQ(reply.header("x-content-type-options"), "nosniff") << target;
        EXPECT_EQ(reply.header("cross-origin-resource-policy"), "same-origin") << target;
        EXPECT_EQ(reply.header("referrer-policy"), "no-referrer") << target;
        EXPECT_NE(reply.header("content-security-policy").find("frame-ancestors 'none'"), std::string::npos) << target;
    }
}

// A browser must treat a file that is valid in two formats only as the type that the server states.
TEST_F(HttpFiles, ShouldServePolyglotsAsTheTypeOfTheirName) {
    const std::string page = "<html><script>alert(document.domain)</script>";
    const struct {
        std::string name;
        std::string content;
        std::string type;
        bool shown;
    } files[] = {
        {"a.gif", "GIF89a/*" + std::string(10, '\0') + page + "*/=1;alert(1)", "image/gif", true},
        {"b.png", png_of(1, 1) + "PK\x03\x04" + page, "image/png", true},
        {"c.pdf", "a preface\n%PDF-1.7\n" + page, "application/pdf", true},
        {"d.txt", page, "text/plain; charset=utf-8", false},
        {"e.md", "<svg onload=alert(1)>", "text/plain; charset=utf-8", false},
        {"f.csv", "=cmd|' /C calc'!A0\n", "text/plain; charset=utf-8", false},
        {"g.zip", "PK\x03\x04" + page, "application/zip", false},
        {"h.mp3", "ID3" + page, "audio/mpeg", true},
    };
    for (const auto& file : files) {
        SCOPED_TRACE(file.name);
        const auto url = stored(file.name, file.content);
        const auto reply = get(url);
        EXPECT_EQ(reply.status, 200);
        EXPECT_EQ(reply.body, file.content);
        EXPECT_EQ(reply.header("content-type"), file.type);
        EXPECT_EQ(reply.header("x-content-type-options"), "nosniff");
        EXPECT_NE(reply.header("content-security-policy").find("sandbox"), std::string::npos);
        EXPECT_EQ(reply.header("content-security-policy").find("allow-"), std::string::npos);
        const auto expected = file.shown ? "inline" : "attachment; filename=\"" + file.name;
        EXPECT_EQ(reply.header("content-disposition").substr(0, expected.size()), expected);
        EXPECT_EQ(get(url + "?download").header("content-disposition").substr(0, 10), "attachment");
    }
}

TEST_F(HttpFiles, ShouldRefuseFilesThatBrowsersRun) {
    const std::string page = "<!doctype html><script>alert(1)</script>";
    for (const auto* name : {"a.html", "a.htm", "a.xhtml", "a.svg", "a.js", "a.mjs", "a.xml", "a.swf", "a.png.html"}) {
        EXPECT_EQ(upload(server.port(), name, page).code(), "bad_type") << name;
    }
    for (const auto* name : {"a.png", "a.gif", "a.pdf", "a.mp4", "a.zip", "a.docx", "a.webp", "a.mp3"}) {
        EXPECT_EQ(upload(server.port(), name, page).code(), "bad_content") << name;
    }
    EXPECT_EQ(upload(server.port(), "a.pdf", page + "%PDF-1.7").code(), "bad_content") << "HTML before a PDF header";
    EXPECT_EQ(upload(server.port(), "a.png", "<svg xmlns='http://www.w3.org/2000/svg'/>").code(), "bad_content");
}

TEST_F(HttpFiles, ShouldOfferSafeFileNames) {
    const auto offered = [&](const std::string& name) {
        return get(stored(name, "text") + "?download").header("content-disposition");
    };
    EXPECT_EQ(offered("CON.txt"), "attachment; filename=\"_CON.txt\"; filename*=UTF-8''_CON.txt");
    EXPECT_EQ(offered("a\xE2\x80\xAEgpj.txt"), "attachment; filename=\"agpj.txt\"; filename*=UTF-8''agpj.txt");
    EXPECT_EQ(offered("a<b>:c?.txt"), "attachment; filename=\"a_b__c_.txt\"; filename*=UTF-8''a_b__c_.txt");
    EXPECT_EQ(offered("\xF0\x9F\x98\x80.txt"), "attachment; filename=\"_.txt\"; filename*=UTF-8''%F0%9F%98%80.txt");
    const auto answer = upload(server.port(), std::string(300, 'x') + ".txt", "text").json();
    EXPECT_EQ(answer.at("name"), std::string(251, 'x') + ".txt");
}

}  // namespace
}  // namespace papo::test
