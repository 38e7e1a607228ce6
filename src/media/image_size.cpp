#include "papo/media/image_size.h"

#include <algorithm>
#include <cstddef>

namespace papo::media {
namespace {

std::uint32_t byte_at(std::string_view b, std::size_t at) {
    return static_cast<unsigned char>(b[at]);
}
std::uint32_t big16(std::string_view b, std::size_t at) {
    return (byte_at(b, at) << 8U) | byte_at(b, at + 1);
}
std::uint32_t big32(std::string_view b, std::size_t at) {
    return (big16(b, at) << 16U) | big16(b, at + 2);
}
std::uint32_t little16(std::string_view b, std::size_t at) {
    return byte_at(b, at) | (byte_at(b, at + 1) << 8U);
}
std::uint32_t little24(std::string_view b, std::size_t at) {
    return little16(b, at) | (byte_at(b, at + 2) << 16U);
}
std::uint32_t little32(std::string_view b, std::size_t at) {
    return little24(b, at) | (byte_at(b, at + 3) << 24U);
}

// RFC 9649: the three kinds of first chunk. `b` must have 30 bytes.
ImageSize webp_size(std::string_view b) {
    const auto chunk = b.substr(12, 4);
    if (chunk == "VP8X") return {little24(b, 24) + 1, little24(b, 27) + 1};
    if (chunk == "VP8L") {
        const auto bits = little32(b, 21);
        return {(bits & 0x3FFFU) + 1, ((bits >> 14U) & 0x3FFFU) + 1};
    }
    if (chunk == "VP8 ") return {little16(b, 26) & 0x3FFFU, little16(b, 28) & 0x3FFFU};
    return {};
}

// ISO 10918-1 table B.1: start of frame, of any coding process.
bool is_start_of_frame(std::uint32_t marker) {
    return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
}
bool stands_alone(std::uint32_t marker) {
    return marker == 0x01 || (marker >= 0xD0 && marker <= 0xD8);
}

}  // namespace

ImageSizeReader::ImageSizeReader(std::string_view extension) {
    if (extension == "png") format_ = Format::png;
    if (extension == "gif") format_ = Format::gif;
    if (extension == "webp") format_ = Format::webp;
    if (extension == "jpg" || extension == "jpeg") format_ = Format::jpeg;
    done_ = format_ == Format::none;
}

void ImageSizeReader::feed(std::string_view bytes) {
    while (!done_ && !bytes.empty()) {
        const auto skipped = static_cast<std::size_t>(std::min<std::uint64_t>(skip_, bytes.size()));
        skip_ -= skipped;
        bytes.remove_prefix(skipped);
        // Small pieces, so that bytes to be skipped are not copied into head_ first.
        const auto piece = bytes.substr(0, 4096);
        head_ += piece;
        bytes.remove_prefix(piece.size());
        while (!done_ && step()) {
        }
    }
    if (done_) head_ = {};
}

// Parses one item at the front of head_; false when it needs more bytes.
bool ImageSizeReader::step() {
    const std::string_view b = head_;
    switch (format_) {
    case Format::none: break;
    case Format::png:
        if (b.size() >= 24) finish(big32(b, 16), big32(b, 20));
        break;
    case Format::gif:
        if (b.size() >= 10) finish(little16(b, 6), little16(b, 8));
        break;
    case Format::webp: step_webp(); break;
    case Format::jpeg: return step_jpeg();
    }
    return false;
}

void ImageSizeReader::step_webp() {
    const std::string_view b = head_;
    // A small lossless image may end before byte 30.
    const bool lossless = b.size() >= 25 && b.substr(12, 4) == "VP8L";
    if (!lossless && b.size() < 30) return;
    const auto size = webp_size(b);
    finish(size.width, size.height);
}

bool ImageSizeReader::step_jpeg() {
    const auto drop = [this](std::size_t count) {
        skip_ += count - std::min(count, head_.size());
        head_.erase(0, std::min(count, head_.size()));
        return true;
    };
    const std::string_view b = head_;
    if (b.size() < 2) return false;
    if (byte_at(b, 0) != 0xFF) {
        done_ = true;
        return false;
    }
    const auto marker = byte_at(b, 1);
    if (marker == 0xFF) return drop(1);  // fill byte
    if (stands_alone(marker)) return drop(2);
    if (marker == 0xDA || marker == 0xD9) done_ = true;  // start of scan or end of image: there is no size
    if (done_ || b.size() < 4) return false;
    const std::size_t length = big16(b, 2);
    if (is_start_of_frame(marker)) {
        if (b.size() < 9) return false;
        const auto height = big16(b, 5);
        const auto width = big16(b, 7);
        turned_ ? finish(height, width) : finish(width, height);
        return false;
    }
    if (marker != 0xE1) return drop(2 + length);
    if (b.size() < 2 + length) return false;
    read_exif(b.substr(4, std::max<std::size_t>(length, 2) - 2));
    return drop(2 + length);
}

// Exif 2.32 section 4.6: browsers obey orientations 5 to 8, which turn the image by a quarter.
void ImageSizeReader::read_exif(std::string_view segment) {
    constexpr std::uint32_t orientation_tag = 0x0112;
    if (segment.size() < 14 || segment.substr(0, 6) != std::string_view("Exif\0\0", 6)) return;
    const auto tiff = segment.substr(6);
    const bool big = tiff.substr(0, 2) == "MM";
    const auto get16 = [&](std::size_t at) { return big ? big16(tiff, at) : little16(tiff, at); };
    const std::size_t directory = big ? big32(tiff, 4) : little32(tiff, 4);
    if (directory + 2 > tiff.size()) return;
    const auto entries = get16(directory);
    for (std::size_t i = 0; i < entries; ++i) {
        const auto at = directory + 2 + i * 12;
        if (at + 12 > tiff.size()) return;
        if (get16(at) != orientation_tag) continue;
        const auto orientation = get16(at + 8);
        turned_ = orientation >= 5 && orientation <= 8;
        return;
    }
}

void ImageSizeReader::finish(std::uint32_t width, std::uint32_t height) {
    done_ = true;
    if (width > 0 && height > 0) size_ = ImageSize{width, height};
}

}  // namespace papo::media
