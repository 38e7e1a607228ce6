// Reads the width and height of an image from a stream of its bytes.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace papo::media {

// In pixels, as browsers show the image.
struct ImageSize {
    std::uint32_t width = 0;
    std::uint32_t height = 0;
};

// Reads PNG, GIF, WebP and JPEG. A JPEG's size may follow any amount of metadata, which is skipped and not held, except
// the Exif segment with the orientation (at most 64 KiB, freed once read).
class ImageSizeReader {
public:
    // `extension`: the file's, in lower case; unknown ones give no size.
    explicit ImageSizeReader(std::string_view extension);

    void feed(std::string_view bytes);
    // Whether further bytes cannot change size().
    bool done() const { return done_; }
    // Absent until known, and for content without a size.
    std::optional<ImageSize> size() const { return size_; }

private:
    enum class Format : std::uint8_t { none, png, gif, webp, jpeg };

    bool step();
    void step_webp();
    bool step_jpeg();
    void read_exif(std::string_view segment);
    void finish(std::uint32_t width, std::uint32_t height);

    Format format_ = Format::none;
    std::string head_;        // bytes not parsed yet
    std::uint64_t skip_ = 0;  // bytes still to skip
    bool turned_ = false;     // JPEG: Exif's orientation swaps width and height
    bool done_ = false;
    std::optional<ImageSize> size_;
};

}  // namespace papo::media
