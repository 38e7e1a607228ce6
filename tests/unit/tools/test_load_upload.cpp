// The load generator's uploads, and how it recognizes a success.
#include <gtest/gtest.h>

#include "tools/bench/load/upload_form.h"
#include "tools/bench/load/uploads.h"

namespace papo::load {
namespace {

std::string whole(const UploadForm& form) {
    std::string all;
    while (all.size() < form.size()) {
        const auto piece = form.piece(all.size());
        if (piece.empty()) break;
        all += piece;
    }
    return all;
}

TEST(LoadUpload, ShouldSendAFileOfTheSizeAskedForInOneForm) {
    for (const std::size_t size : {std::size_t{4}, std::size_t{1000}, (std::size_t{3} << 20U) + 5}) {
        const UploadForm form("localhost:1", "/upload", size);
        const auto request = whole(form);
        EXPECT_EQ(request.size(), form.size());
        EXPECT_TRUE(form.piece(form.size()).empty());
        const auto body = request.find("\r\n\r\n") + 4;
        EXPECT_NE(request.find("\r\nContent-Length: " + std::to_string(request.size() - body) + "\r\n"),
                  std::string::npos);
        const auto content = request.find("\r\n\r\n", body) + 4;
        EXPECT_EQ(request.substr(content, 4), "PK\x03\x04");
        EXPECT_EQ(request.substr(content + size, 4), "\r\n--");
        EXPECT_EQ(request.find("\r\n--", content), content + size) << "the file contains the boundary";
    }
}

TEST(LoadUpload, ShouldContinueAfterAPartialSend) {
    const UploadForm form("localhost:1", "/upload", 3U << 20U);
    const auto request = whole(form);
    for (std::size_t at = 0; at < request.size(); at += 4099) {
        const auto piece = form.piece(at);
        ASSERT_FALSE(piece.empty());
        ASSERT_EQ(piece, std::string_view(request).substr(at, piece.size())) << at;
    }
}

TEST(LoadUpload, ShouldWaitForAWholeAnswer) {
    const std::string answer = "HTTP/1.1 201 Created\r\nContent-Length: 4\r\n\r\n1234";
    for (std::size_t size = 0; size < answer.size(); ++size) EXPECT_EQ(status_of(answer.substr(0, size)), std::nullopt);
    EXPECT_EQ(status_of(answer), 201);
    EXPECT_EQ(status_of("HTTP/1.1 413 Too Large\r\nConnection: close\r\n\r\n"), 413);
}

}  // namespace
}  // namespace papo::load
