#include <gtest/gtest.h>

#include "tests/support/http_client.h"
#include "tests/support/pictures.h"
#include "tests/support/server_process.h"
#include "tests/support/ws_client.h"

namespace papo::test {
namespace {

class Uploads : public testing::Test {
protected:
    void TearDown() override {
        EXPECT_EQ(HttpClient(server.port()).get("/healthz").status, 200);
        EXPECT_EQ(count_files(server.uploads()), kept) << "a refused upload leaves no file";
    }
    HttpReply post(const std::vector<FormPart>& parts) { return post(form_of(parts)); }
    HttpReply post(const std::string& form, const std::string& type = form_type) {
        return HttpClient(server.port()).request("POST", "/upload", {{"Content-Type", type}}, form);
    }
    // Uploads a file that the server must accept; returns the answer.
    Json taken(const std::string& name, const std::string& content) {
        const auto reply = upload(server.port(), name, content);
        EXPECT_EQ(reply.status, 201) << reply.body;
        ++kept;
        return reply.json();
    }
    void expect_refused(const HttpReply& reply, int status, const std::string& code) {
        EXPECT_EQ(reply.status, status) << reply.body;
        EXPECT_EQ(reply.code(), code);
    }

    ServerProcess server{{"--max-upload", "3MiB"}};
    std::size_t kept = 0;
};

TEST_F(Uploads, ShouldTakeAPictureAndDescribeIt) {
    const auto picture = png_of(640, 480);
    const auto answer = taken("férias na praia.png", picture);
    EXPECT_EQ(answer.at("success"), true);
    EXPECT_EQ(answer.at("name"), "férias na praia.png");
    EXPECT_EQ(answer.at("type"), "image/png");
    EXPECT_EQ(answer.at("size"), picture.size());
    EXPECT_EQ(answer.at("width"), 640);
    EXPECT_EQ(answer.at("height"), 480);
    const auto filename = answer.at("filename").get<std::string>();
    EXPECT_EQ(filename.size(), 40U);
    EXPECT_EQ(answer.at("url"), "/uploads/" + filename);
    EXPECT_EQ(read_file(server.uploads() / filename), picture);
}

TEST_F(Uploads, ShouldGiveBackEveryByteOfTwoMegabytes) {
    const auto picture = png_of(1600, 1200, 2'000'000);
    const auto url = taken("big.png", picture).at("url").get<std::string>();
    const auto reply = HttpClient(server.port()).get(url);
    EXPECT_EQ(reply.status, 200);
    EXPECT_TRUE(reply.body == picture);
    EXPECT_EQ(reply.header("content-type"), "image/png");
    EXPECT_EQ(reply.header("x-content-type-options"), "nosniff");
    EXPECT_NE(reply.header("cache-control").find("immutable"), std::string::npos);
}

TEST_F(Uploads, ShouldTakeAChunkedBodyWhereverItIsCut) {
    const auto form = form_of({{"file", "a.png", png_of(3, 4, 200)}});
    HttpClient client(server.port());
    std::string request =
        "POST /upload HTTP/1.1\r\nHost: a\r\nContent-Type: " + form_type + "\r\nTransfer-Encoding: chunked\r\n\r\n";
    for (const char byte : form) request += std::string("1\r\n") + byte + "\r\n";
    const auto reply = client.raw(request + "0\r\n\r\n");
    EXPECT_EQ(reply.status, 201) << reply.body;
    EXPECT_EQ(reply.json().at("width"), 3);
    ++kept;
    EXPECT_EQ(client.get("/healthz").status, 200);
}

TEST_F(Uploads, ShouldSend100ContinueOnlyForAcceptedUploads) {
    const auto form = form_of({{"file", "a.png", png_of(3, 4)}});
    const auto head = "POST /upload HTTP/1.1\r\nHost: a\r\nContent-Type: " + form_type +
                      "\r\nExpect: 100-continue\r\nContent-Length: ";
    HttpClient client(server.port());
    client.tcp.send(head + std::to_string(form.size()) + "\r\n\r\n");
    EXPECT_EQ(client.tcp.read_through("\r\n\r\n"), "HTTP/1.1 100 Continue\r\n\r\n");
    EXPECT_EQ(client.raw(form).status, 201);
    ++kept;
    HttpClient refused(server.port());
    refused.tcp.send(head + "100000000\r\n\r\n");
    EXPECT_EQ(refused.tcp.read(12), "HTTP/1.1 413");
}

TEST_F(Uploads, ShouldServeRanges) {
    const auto picture = png_of(1, 1, 1000);
    const auto url = taken("a.png", picture).at("url").get<std::string>();
    HttpClient client(server.port());
    const auto part = client.get(url, {{"Range", "bytes=10-19"}});
    EXPECT_EQ(part.status, 206);
    EXPECT_EQ(part.body, picture.substr(10, 10));
    EXPECT_EQ(part.header("content-range"), "bytes 10-19/" + std::to_string(picture.size()));
    EXPECT_EQ(client.get(url, {{"Range", "bytes=-5"}}).body, picture.substr(picture.size() - 5));
    EXPECT_EQ(client.get(url, {{"Range", "bytes=1000-"}}).body, picture.substr(1000));
    const auto beyond = client.get(url, {{"Range", "bytes=5000-"}});
    EXPECT_EQ(beyond.status, 416);
    EXPECT_EQ(beyond.header("content-range"), "bytes */" + std::to_string(picture.size()));
    const auto etag = client.get(url).header("etag");
    EXPECT_EQ(client.get(url, {{"If-None-Match", etag}}).status, 304);
    EXPECT_EQ(client.get(url, {{"Range", "bytes=0-0"}, {"If-Range", "\"other\""}}).status, 200);
}

TEST_F(Uploads, ShouldOfferTheOriginalNameForDownload) {
    const auto url = taken("são %22joão%22.png", png_of(1, 1)).at("url").get<std::string>();
    const auto reply = HttpClient(server.port()).request("HEAD", url + "?download");
    EXPECT_EQ(reply.status, 200);
    const auto disposition = reply.header("content-disposition");
    EXPECT_EQ(disposition.find("attachment"), 0U);
    EXPECT_NE(disposition.find("filename*=UTF-8''s%C3%A3o"), std::string::npos) << disposition;
}

TEST_F(Uploads, ShouldRefuseWithAMessage) {
    expect_refused(post({{"other", std::nullopt, "x"}}), 400, "no_file");
    expect_refused(post({{"file", "", png_of(1, 1)}}), 400, "bad_name");
    expect_refused(post({{"file", "run.exe", "MZ"}}), 415, "bad_type");
    expect_refused(post({{"file", "noextension", "x"}}), 415, "bad_type");
    expect_refused(post({{"file", "a.png", "<script>alert(1)</script>"}}), 415, "bad_content");
    expect_refused(post({{"file", "a.png", ""}}), 415, "bad_content");
    expect_refused(post({{"file", "a.png", png_of(1, 1)}, {"file", "b.png", png_of(1, 1)}}), 400, "bad_request");
    expect_refused(post("{}", "application/json"), 400, "no_file");
    expect_refused(post("never a boundary"), 400, "bad_request");
    auto cut = form_of({{"file", "a.png", png_of(1, 1)}});
    cut.resize(cut.size() - 10);
    expect_refused(post(cut), 400, "bad_request");
}

TEST_F(Uploads, ShouldRefuseABodyWithoutALength) {
    HttpClient client(server.port());
    EXPECT_EQ(client.raw("POST /upload HTTP/1.1\r\nHost: a\r\nContent-Type: " + form_type + "\r\n\r\n").status, 411);
}

TEST_F(Uploads, ShouldTakeAFileOfExactlyTheLimit) {
    const auto limit = std::size_t{3} << 20U;
    const auto head = png_of(1, 1, 0).size();
    taken("limit.png", png_of(1, 1, limit - head));
    expect_refused(upload(server.port(), "over.png", png_of(1, 1, limit - head + 1)), 413, "too_large");
}

TEST_F(Uploads, ShouldRefuseTooMuchBeforeReadingIt) {
    HttpClient client(server.port());
    const auto reply = client.raw("POST /upload HTTP/1.1\r\nHost: a\r\nContent-Type: " + form_type +
                                  "\r\nContent-Length: 1000000000\r\n\r\n");
    expect_refused(reply, 413, "too_large");
    EXPECT_TRUE(client.tcp.ends());
}

TEST_F(Uploads, ShouldKeepASmallPreview) {
    const auto reply = post({{"thumb", "t.png", png_of(8, 6)}, {"file", "a.png", png_of(80, 60)}});
    ASSERT_EQ(reply.status, 201) << reply.body;
    const auto thumb = reply.json().at("thumb").get<std::string>();
    EXPECT_EQ(HttpClient(server.port()).get(thumb).status, 200);
    kept += 2;
    const auto without = post({{"file", "a.png", png_of(80, 60)}, {"thumb", "t.png", "not a picture"}});
    ASSERT_EQ(without.status, 201);
    EXPECT_FALSE(without.json().contains("thumb"));
    ++kept;
    const auto too_large = post({{"thumb", "t.png", png_of(8, 6, 65536)}, {"file", "a.png", png_of(80, 60)}});
    ASSERT_EQ(too_large.status, 201);
    EXPECT_FALSE(too_large.json().contains("thumb"));
    ++kept;
}

TEST_F(Uploads, ShouldLeaveNoFileOfABrokenUpload) {
    HttpClient client(server.port());
    client.tcp.send("POST /upload HTTP/1.1\r\nHost: a\r\nContent-Type: " + form_type +
                    "\r\nContent-Length: 2000000\r\n\r\n" +
                    form_of({{"file", "a.png", png_of(1, 1, 1'000'000)}}).substr(0, 900'000));
    client.tcp.end_sending();
    EXPECT_TRUE(client.tcp.ends());
}

TEST_F(Uploads, ShouldNotHoldAFileInMemory) {
    ServerProcess large({"--max-upload", "1GiB"});
    const auto before = large.own_bytes();
    ASSERT_EQ(upload(large.port(), "large.png", png_of(1, 1, 64U << 20U)).status, 201);
    EXPECT_LT(large.own_bytes(), before + (4U << 20U));
}

TEST_F(Uploads, ShouldServeOnlyStoredNames) {
    write_file(server.uploads() / "secret.txt", "x");
    ++kept;
    HttpClient client(server.port());
    for (const auto* path : {"/uploads/secret.txt", "/uploads/", "/uploads/..%2f..%2fetc%2fpasswd",
                             "/uploads/00000000-0000-4000-8000-000000000000.png"}) {
        EXPECT_EQ(client.get(path).status, 404) << path;
    }
}

TEST_F(Uploads, ShouldRefuseForeignPages) {
    HttpClient client(server.port());
    const auto reply = client.request("POST", "/upload", {{"Origin", "http://evil.test"}, {"Content-Type", form_type}},
                                      form_of({{"file", "a.png", png_of(1, 1)}}));
    expect_refused(reply, 403, "bad_origin");
}

}  // namespace
}  // namespace papo::test
