#include <gtest/gtest.h>
#include <zlib.h>

#include <fstream>

#include "papo/http/static_files.h"
#include "papo/proto/content_coding.h"
#include "tests/support/temp_folder.h"

namespace papo::test {
namespace {

using proto::Coding;

std::optional<Coding> chosen(const std::string& header, bool has_gzip = true) {
    return proto::choose_coding(&header, has_gzip);
}

TEST(ContentCoding, ShouldBeIdentityWithoutAHeader) {
    EXPECT_EQ(proto::choose_coding(nullptr, true), Coding::identity);
}

TEST(ContentCoding, ShouldBeGzipIfTheClientPrefersIt) {
    for (const auto* header :
         {"gzip", "GZIP", "x-gzip", "gzip, deflate, br, zstd", "br;q=1.0, gzip;q=0.8, *;q=0.1", "*", "gzip;q=0.001",
          "gzip ; q=1.000", "gzip\t;\tQ=1", ",, gzip", "gzip;q=0.5, *;q=0", "identity;q=0.5, gzip", "gzip, identity",
          "gzip;q=0.1, identity;q=0", "deflate;q=x,gzip"}) {
        EXPECT_EQ(chosen(header), Coding::gzip) << header;
    }
}

TEST(ContentCoding, ShouldBeIdentityOtherwise) {
    for (const auto* header :
         {"", "identity", "br", "gzip;q=0", "gzip;q=0.000", "*;q=0.5, gzip;q=0", "identity, gzip;q=0.9", "gzipped",
          "gzip;level=9", "gzip;q=1.001", "gzip;q=2", "gzip;q=.5", "gzip;q=0.1234", "gzip;q=", "gzip;q=1;x"}) {
        EXPECT_EQ(chosen(header), Coding::identity) << header;
    }
    EXPECT_EQ(chosen("gzip", false), Coding::identity) << "the file has no gzip";
    EXPECT_EQ(chosen("*", false), Coding::identity);
}

TEST(ContentCoding, ShouldBeNoneIfTheClientAcceptsNone) {
    for (const auto* header : {"identity;q=0", "*;q=0", "br, *;q=0", "gzip;q=0, identity;q=0", "*;q=0, gzip;q=0"}) {
        EXPECT_EQ(chosen(header), std::nullopt) << header;
    }
    EXPECT_EQ(chosen("gzip, identity;q=0", false), std::nullopt);
    EXPECT_EQ(chosen("*;q=0, identity;q=0.5", false), Coding::identity);
}

// The web client's files in both codings.
class CompressedFiles : public testing::Test {
protected:
    void write(const std::string& name, const std::string& content) {
        std::ofstream(folder.path() / name, std::ios::binary) << content;
    }
    http::StaticFile load(const std::string& name) {
        auto files = http::StaticFiles::load(folder.path().string());
        return *files->find("/" + name);
    }
    static std::string inflated(std::string_view bytes) {
        z_stream stream{};
        EXPECT_EQ(::inflateInit2(&stream, 15 + 16), Z_OK);
        std::string out(100'000, '\0');
        stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
        stream.avail_in = static_cast<uInt>(bytes.size());
        stream.next_out = reinterpret_cast<Bytef*>(out.data());
        stream.avail_out = static_cast<uInt>(out.size());
        EXPECT_EQ(::inflate(&stream, Z_FINISH), Z_STREAM_END);
        out.resize(stream.total_out);
        ::inflateEnd(&stream);
        return out;
    }
    void SetUp() override { write("index.html", "<!doctype html>"); }

    TempFolder folder;
};

TEST_F(CompressedFiles, ShouldHoldBothCodingsOfAText) {
    std::string text;
    for (int i = 0; i < 500; ++i) text += "line " + std::to_string(i) + "\n";
    write("a.js", text);
    const auto file = load("a.js");
    ASSERT_TRUE(file.gzip);
    EXPECT_LT(std::get<net::SharedBytes>(file.gzip->body).view().size(), text.size() / 2);
    EXPECT_EQ(inflated(std::get<net::SharedBytes>(file.gzip->body).view()), text);
    EXPECT_EQ(std::get<net::SharedBytes>(file.identity.body).view(), text);
    EXPECT_NE(file.gzip->etag, file.identity.etag);
    EXPECT_EQ(load("a.js").gzip->etag, file.gzip->etag) << "the tag is the same after a restart";
}

TEST_F(CompressedFiles, ShouldCompressOnlyIfSmaller) {
    write("short.txt", "hi");
    write("empty.txt", "");
    write("picture.png", std::string(5'000, 'x'));
    write("mark.svg", std::string(5'000, 'x'));
    EXPECT_FALSE(load("short.txt").gzip);
    EXPECT_FALSE(load("empty.txt").gzip);
    EXPECT_FALSE(load("picture.png").gzip) << "pictures are compressed already";
    EXPECT_TRUE(load("mark.svg").gzip) << "SVG is text";
}

}  // namespace
}  // namespace papo::test
