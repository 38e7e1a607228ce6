// Width and height of a picture, read from its head as it streams by.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace papo::media {

// Pixels, as a browser shows the picture.
struct ImageSize {
    std::uint32_t width = 0;
    std::uint32_t height = 0;
};

// PNG, GIF, WebP and JPEG. A JPEG's size may stand behind any amount of metadata: that is skipped, not held, but for
// the orientation in its Exif segment (at most 64 KiB, gone once read).
class ImageSizeReader {
public:
    // `extension`: of the file, in lower case; others than the four give no size.
    explicit ImageSizeReader(std::string_view extension);

    void feed(std::string_view bytes);
    // Nothing more is to be learnt.
    bool done() const { return done_; }
    // Absent while not known, and for content that does not say it.
    std::optional<ImageSize> size() const { return size_; }

private:
    enum class Format : std::uint8_t { none, png, gif, webp, jpeg };

    bool step();
    void step_webp();
    bool step_jpeg();
    void read_exif(std::string_view segment);
    void finish(std::uint32_t width, std::uint32_t height);

    Format format_ = Format::none;
    std::string head_;        // bytes not yet understood
    std::uint64_t skip_ = 0;  // bytes of a segment still to be skipped
    bool turned_ = false;     // JPEG: Exif says that rows are columns
    bool done_ = false;
    std::optional<ImageSize> size_;
};

}  // namespace papo::media
