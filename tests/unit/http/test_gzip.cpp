#include "papo/http/gzip.h"

#include <gtest/gtest.h>
#include <zlib.h>

#include <string>

namespace papo::test {
namespace {

using http::Gzip;

// Empty if `bytes` is no whole gzip.
std::string inflated(const std::string& bytes, std::size_t size) {
    constexpr int gzip_alone = 15 + 16;
    std::string out(size + 1, '\0');
    z_stream stream{};
    EXPECT_EQ(::inflateInit2(&stream, gzip_alone), Z_OK);
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
    stream.avail_in = static_cast<uInt>(bytes.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    const bool whole = ::inflate(&stream, Z_FINISH) == Z_STREAM_END && stream.avail_in == 0;
    out.resize(whole ? stream.total_out : 0);
    ::inflateEnd(&stream);
    return out;
}

std::string lines(char letter, int count) {
    std::string text;
    for (int i = 0; i < count; ++i) text += letter + std::to_string(i * i) + '\n';
    return text;
}

TEST(GzipTest, ShouldCompressEachContentIndependently) {
    Gzip gzip;
    for (const auto& text :
         {lines('a', 2000), std::string("too short"), lines('b', 9000), lines('a', 10), lines('a', 2000)}) {
        const auto smaller = gzip.of(text);
        EXPECT_EQ(smaller, Gzip().of(text));
        if (!smaller) continue;
        EXPECT_LT(smaller->size(), text.size());
        EXPECT_EQ(inflated(*smaller, text.size()), text);
    }
}

TEST(GzipTest, ShouldGiveNothingIfNotSmaller) {
    Gzip gzip;
    EXPECT_FALSE(gzip.of(""));
    EXPECT_FALSE(gzip.of("x"));
    EXPECT_FALSE(gzip.of("too short"));
    EXPECT_TRUE(gzip.of(lines('c', 100)));
    const auto once = gzip.of(lines('c', 5000));
    ASSERT_TRUE(once);
    EXPECT_FALSE(gzip.of(*once));
}

}  // namespace
}  // namespace papo::test
