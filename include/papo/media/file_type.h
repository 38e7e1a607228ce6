// The types of files that people send: extension, media type, and how their content begins.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace papo::media {

struct FileType {
    enum class Kind : std::uint8_t { image, file };  // image: what a browser shows in place

    std::string_view extension;  // lower case
    std::string_view mime;
    Kind kind;
    bool (*matches)(std::string_view first_bytes);
};

// nullptr for an extension that is not among those papo can check.
const FileType* find_type(std::string_view lowercase_extension);
// Whether content that begins so is of the type. `first_bytes`: the first 4096, or all of a smaller file.
bool content_matches(const FileType& type, std::string_view first_bytes);
// What follows the last dot of a file's name, in lower case; empty when there is none.
std::string extension_of(std::string_view filename);

}  // namespace papo::media
