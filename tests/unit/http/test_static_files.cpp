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

TEST_F(StaticFilesTest, ShouldTakeTheCompressedFileBesideAFile) {
    write_file(folder.path() / "main.js", std::string(500, '1'));
    write_file(folder.path() / "main.js.gz", "compressed");
    write_file(folder.path() / "large.js", std::string(100'000, '1'));
    write_file(folder.path() / "large.js.gz", std::string(50'000, 'z'));
    write_file(folder.path() / "alone.gz", "a download");
    auto loaded = StaticFiles::load(folder.path().string());
    ASSERT_TRUE(loaded);
    while (loaded->compress_next()) {
    }
    ASSERT_TRUE(loaded->find("/main.js")->gzip);
    EXPECT_EQ(std::get<net::SharedBytes>(loaded->find("/main.js")->gzip->body).view(), "compressed");
    EXPECT_NE(loaded->find("/main.js")->gzip->etag, loaded->find("/main.js")->identity.etag);
    ASSERT_TRUE(loaded->find("/large.js")->gzip);
    EXPECT_EQ(std::get<FileSlice>(loaded->find("/large.js")->gzip->body).length, 50'000U);
    EXPECT_EQ(loaded->find("/main.js.gz"), nullptr) << "it is a coding, and no file of its own";
    EXPECT_NE(loaded->find("/alone.gz"), nullptr);
}

TEST_F(StaticFilesTest, ShouldLetBrowsersKeepOnlyFilesThatAreNamedByTheirContent) {
    std::filesystem::create_directories(folder.path() / "papo");
    std::filesystem::create_directories(folder.path() / "js" / "papo");
    write_file(folder.path() / "papo" / "main-6WHOVWPV.js", "1");
    write_file(folder.path() / "papo.js", "1");
    write_file(folder.path() / "js" / "papo" / "main.js", "1");
    auto loaded = StaticFiles::load(folder.path().string());
    ASSERT_TRUE(loaded);
    const auto cache_of = [&](std::string_view path, std::vector<proto::HttpHeader> headers = {}) {
        proto::HttpRequest request;
        request.method = "GET";
        request.headers = std::move(headers);
        auto answer = static_answer(*loaded->find(path), request);
        const auto lines = head_of(answer, true, 0);
        const auto at = lines.find("Cache-Control: ");
        return lines.substr(at, lines.find('\r', at) - at);
    };
    const std::string kept = "Cache-Control: public, max-age=31536000, immutable";
    EXPECT_EQ(cache_of("/papo/main-6WHOVWPV.js"), kept);
    EXPECT_EQ(cache_of("/papo/main-6WHOVWPV.js", {{"if-none-match", "*"}}), kept);
    for (const auto* path : {"/", "/papo.js", "/js/papo/main.js"}) {
        EXPECT_EQ(cache_of(path), "Cache-Control: no-cache") << path;
        EXPECT_EQ(cache_of(path, {{"if-none-match", "*"}}), "Cache-Control: no-cache") << path;
    }
}

TEST_F(StaticFilesTest, ShouldFindTheBuiltClientOfEveryVariantAndOfAnInstalledProgram) {
    const auto put = [&](const std::string& name, bool is_built) {
        std::filesystem::create_directories(folder.path() / name / (is_built ? "papo" : "js"));
        write_file(folder.path() / name / "index.html", "x");
    };
    const auto beside = [&](const char* program) {
        const auto found = StaticFiles::folder_beside((folder.path() / program).string());
        return std::filesystem::path(found).lexically_relative(folder.path()).string();
    };
    put("www", false);
    put("usr/share/papo/www", true);
    EXPECT_EQ(beside("build/papo"), "build/www") << "also where it is missing: sources are not served unasked";
    EXPECT_EQ(beside("usr/bin/papo"), "usr/share/papo/www");
    put("build/www", true);
    for (const auto* program : {"build/papo", "build/asan/papo", "build/debug/papo"}) {
        EXPECT_EQ(beside(program), "build/www") << program;
    }
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
