#include "papo/http/file_answer.h"
#include "papo/http/static_files.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "tests/support/temp_folder.h"

namespace papo::test {
namespace {

using namespace http;

class StaticFilesTest : public testing::Test {
protected:
    void SetUp() override {
        write_file(folder.path() / "index.html", std::string(500, '0'));
        auto loaded = StaticFiles::load(folder.path().string());
        ASSERT_TRUE(loaded) << loaded.error().message;
        files = std::move(*loaded);
    }
    std::string head(std::vector<proto::HttpHeader> headers, std::string method = "GET") {
        proto::HttpRequest request;
        request.method = std::move(method);
        request.headers = std::move(headers);
        auto answer = static_answer(*files.find("/"), request);
        return head_of(answer, true, 0);
    }

    TempFolder folder;
    StaticFiles files;
};

// The server prepares the head for plain requests, and writes it line by line for conditional ones.
TEST_F(StaticFilesTest, ShouldAnswerTheSameToAConditionalRequest) {
    const auto plain = head({});
    EXPECT_TRUE(plain.starts_with("HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n")) << plain;
    EXPECT_NE(plain.find("\r\nContent-Length: 500\r\n"), std::string::npos) << plain;
    EXPECT_EQ(plain, head({{"if-none-match", "\"other\""}}));
    EXPECT_EQ(plain, head({{"if-match", "*"}}));
    EXPECT_EQ(plain, head({{"range", "bytes=0-3"}}, "HEAD"));
    EXPECT_EQ(plain, head({{"accept", "text/html"}, {"host", "x"}}));
    ASSERT_TRUE(files.find("/")->gzip);
    const auto encoded = head({{"accept-encoding", "gzip"}});
    EXPECT_NE(encoded.find("\r\nContent-Encoding: gzip\r\n"), std::string::npos) << encoded;
    EXPECT_EQ(encoded, head({{"accept-encoding", "gzip"}, {"if-none-match", "\"other\""}}));
}

TEST_F(StaticFilesTest, ShouldStillApplyConditions) {
    EXPECT_TRUE(head({{"range", "bytes=0-3"}}).starts_with("HTTP/1.1 206 "));
    EXPECT_TRUE(head({{"if-none-match", files.find("/")->identity.etag}}).starts_with("HTTP/1.1 304 "));
    EXPECT_TRUE(head({{"if-match", "\"other\""}}).starts_with("HTTP/1.1 412 "));
    EXPECT_TRUE(head({{"if-unmodified-since", "Thu, 01 Jan 1970 00:00:00 GMT"}}).starts_with("HTTP/1.1 412 "));
}

TEST_F(StaticFilesTest, ShouldNameEachFileByItsPathAndTypeHoweverTheFolderIsSpelled) {
    std::filesystem::create_directories(folder.path() / "js" / ".git");
    write_file(folder.path() / "js" / "main.js", "1");
    write_file(folder.path() / "js" / "LICENSE", "");
    write_file(folder.path() / "js" / ".hidden.js", "1");
    write_file(folder.path() / "js" / ".git" / "config.js", "1");
    for (const auto* end : {"", "/", "//", "/./"}) {
        auto loaded = StaticFiles::load(folder.path().string() + end);
        ASSERT_TRUE(loaded) << end;
        ASSERT_NE(loaded->find("/js/main.js"), nullptr) << end;
        EXPECT_EQ(loaded->find("/js/main.js")->type, "text/javascript; charset=utf-8");
        EXPECT_EQ(loaded->find("/js/LICENSE")->type, "application/octet-stream");
        EXPECT_EQ(loaded->find("/js/.hidden.js"), nullptr);
        EXPECT_EQ(loaded->find("/js/.git/config.js"), nullptr);
    }
}

TEST_F(StaticFilesTest, ShouldDeriveTheEtagFromTheBytesAlone) {
    write_file(folder.path() / "same.html", std::string(500, '0'));
    write_file(folder.path() / "other.html", std::string(499, '0') + "1");
    auto loaded = StaticFiles::load(folder.path().string());
    ASSERT_TRUE(loaded);
    EXPECT_EQ(loaded->find("/same.html")->identity.etag, files.find("/")->identity.etag);
    EXPECT_NE(loaded->find("/other.html")->identity.etag, files.find("/")->identity.etag);
}

TEST_F(StaticFilesTest, ShouldRefuseMoreBytesThanItHolds) {
    write_file(folder.path() / "large.bin", "");
    std::filesystem::resize_file(folder.path() / "large.bin", 33U << 20U);
    const auto loaded = StaticFiles::load(folder.path().string());
    ASSERT_FALSE(loaded);
    EXPECT_NE(loaded.error().message.find("too large"), std::string::npos);
}

}  // namespace
}  // namespace papo::test
