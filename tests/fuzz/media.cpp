// The type of a file and the size of a picture: the results do not depend on how the bytes arrive.
#include "papo/media/file_type.h"
#include "papo/media/image_size.h"
#include "tests/fuzz/target.h"

namespace papo::fuzz {
namespace {

std::string size_of(std::string_view extension, const std::vector<std::vector<char>>& pieces) {
    media::ImageSizeReader reader(extension);
    for (const auto& piece : pieces) {
        if (!reader.done()) reader.feed({piece.data(), piece.size()});
    }
    const auto size = reader.size();
    return size ? std::to_string(size->width) + "x" + std::to_string(size->height) : "none";
}

}  // namespace

void media(std::string_view input) {
    const auto whole = exact(input);
    const auto begin = exact(input.substr(0, 4096));
    for (const std::string_view extension :
         {"png", "jpg", "gif", "webp", "avif", "heic", "pdf", "docx", "xlsx", "pptx", "odt",
          "ods", "odp", "txt", "md",   "csv",  "zip",  "mp3", "ogg",  "wav",  "mp4",  "webm"}) {
        const auto* type = media::find_type(extension);
        require(type != nullptr, "every type is known");
        (void)media::content_matches(*type, {begin.data(), begin.size()});
    }
    for (const std::string_view extension : {"png", "jpg", "gif", "webp"}) {
        require_equal(size_of(extension, {whole}), size_of(extension, pieces_of(input)),
                      "a size is the same however cut");
    }
    (void)media::extension_of(input);
}

}  // namespace papo::fuzz
