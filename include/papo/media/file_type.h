// The types of files that people may send: extension, media type, and a check of the content's beginning.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace papo::media {

struct FileType {
    enum class Kind : std::uint8_t { image, file };  // image: browsers show it inline

    std::string_view extension;  // lower case
    std::string_view mime;
    Kind kind;
    bool (*matches)(std::string_view first_bytes);
};

// nullptr for an extension that papo cannot check.
const FileType* find_type(std::string_view lowercase_extension);
// Whether the content's beginning fits the type. `first_bytes`: the first 4096 bytes, or all of a smaller file.
bool content_matches(const FileType& type, std::string_view first_bytes);
// The part after the last dot of a file's name, in lower case; empty when there is no dot.
std::string extension_of(std::string_view filename);

}  // namespace papo::media
