#include <gtest/gtest.h>

#include "papo/media/file_type.h"
#include "papo/media/image_size.h"
#include "tests/support/chunker.h"
#include "tests/support/pictures.h"

namespace papo::test {
namespace {

using namespace media;
using namespace std::string_literals;

auto measure(const std::string& extension) {
    return [extension](const Cuts& cuts) {
        ImageSizeReader reader(extension);
        for (const auto& cut : cuts) reader.feed(cut);
        const auto size = reader.size();
        return size ? std::to_string(size->width) + "x" + std::to_string(size->height) : "unknown";
    };
}

const auto jpeg_frame = "\xFF\xC0\0\x11\x08\x01\xE0\x02\x80\x03\x01\"\0\x02\x11\x01\x03\x11\x01"s;
// Exif, little-endian: one entry, Orientation (0x0112) SHORT 6.
const auto exif_turned = "\xFF\xE1\0\"Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0"s;

TEST(ImageSize, ShouldMeasurePicturesHoweverCut) {
    expect_same_however_cut(png_of(640, 480, 20), "640x480", measure("png"));
    expect_same_however_cut("GIF89a\x80\x02\xE0\x01\0\0\0"s, "640x480", measure("gif"));
    expect_same_however_cut("RIFF\x20\0\0\0WEBPVP8X\x0A\0\0\0\0\0\0\0\x7F\x02\0\xDF\x01\0"s, "640x480",
                            measure("webp"));
    expect_same_however_cut("RIFF\x20\0\0\0WEBPVP8 \x20\0\0\0\0\0\0\x9D\x01*\x80\x02\xE0\x01"s, "640x480",
                            measure("webp"));
    expect_same_however_cut("RIFF\x20\0\0\0WEBPVP8L\x20\0\0\0/\x7F\xC2\x77\0"s, "640x480", measure("webp"));
    expect_same_however_cut("\xFF\xD8\xFF\xE0\0\x08JFIF\0\0"s + jpeg_frame, "640x480", measure("jpg"));
}

TEST(ImageSize, ShouldApplyExifOrientationHoweverCut) {
    expect_same_however_cut("\xFF\xD8"s + exif_turned + jpeg_frame, "480x640", measure("jpg"));
}

TEST(ImageSize, ShouldReadPastAnyAmountOfMetadata) {
    std::string metadata;
    for (int i = 0; i < 20; ++i) metadata += "\xFF\xE2\xFF\xFF"s + std::string(65533, 'x');
    EXPECT_EQ(measure("jpeg")({"\xFF\xD8"s + metadata, jpeg_frame}), "640x480");
}

TEST(ImageSize, ShouldGiveNoSizeOfInvalidPictures) {
    EXPECT_EQ(measure("png")({"GIF89a\x80\x02\xE0\x01\0\0\0 and more"s}), "unknown");
    EXPECT_EQ(measure("jpg")({"\xFF\xD8\xFF\xC0\0\x02"s}), "unknown");
    EXPECT_EQ(measure("txt")({png_of(1, 1)}), "unknown");
}

TEST(FileType, ShouldKnowContentFromItsName) {
    const auto matches = [](const char* extension, const std::string& content) {
        const auto* type = find_type(extension);
        return type != nullptr && content_matches(*type, content);
    };
    EXPECT_TRUE(matches("png", png_of(1, 1)));
    EXPECT_FALSE(matches("jpg", png_of(1, 1)));
    EXPECT_FALSE(matches("png", "<svg onload=alert(1)>"));
    EXPECT_TRUE(matches("pdf", "%PDF-1.7 ..."));
    EXPECT_TRUE(matches("pdf", "\xEF\xBB\xBF\r\n%PDF-1.7 ..."));
    EXPECT_TRUE(matches("pdf", "some printer's preface\n%PDF-1.7 ..."));
    EXPECT_FALSE(matches("pdf", "<script>alert(1)</script>%PDF-1.7 ...")) << "HTML before a PDF header";
    EXPECT_FALSE(matches("pdf", "\xEF\xBB\xBF \r\n<!doctype html>%PDF-1.7 ..."));
    EXPECT_FALSE(matches("pdf", std::string(1020, ' ') + "%PDF-1.7"));
    EXPECT_TRUE(matches("txt", "olá\n"));
    EXPECT_FALSE(matches("txt", "bin\0ary"s));
    EXPECT_EQ(find_type("exe"), nullptr);
    EXPECT_EQ(find_type("svg"), nullptr);
    EXPECT_EQ(find_type("html"), nullptr);
    EXPECT_EQ(extension_of("a.b.PNG"), "png");
    EXPECT_EQ(extension_of("none"), "");
}

}  // namespace
}  // namespace papo::test
