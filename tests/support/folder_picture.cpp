#include "tests/support/folder_picture.h"

#include <sys/stat.h>

#include <stdexcept>

#include "tests/support/temp_folder.h"

namespace papo::test {
namespace {

std::string picture_of_one(const std::filesystem::path& path) {
    struct stat info {};
    if (::lstat(path.c_str(), &info) != 0) throw std::runtime_error("cannot look at " + path.string());
    auto picture = std::to_string(info.st_mode) + " " + std::to_string(info.st_mtim.tv_sec) + "." +
                   std::to_string(info.st_mtim.tv_nsec);
    if (S_ISREG(info.st_mode)) picture += " " + read_file(path);
    return picture;
}

}  // namespace

std::map<std::string, std::string> picture_of(const std::filesystem::path& folder) {
    std::map<std::string, std::string> picture{{folder.string(), picture_of_one(folder)}};
    for (const auto& each : std::filesystem::recursive_directory_iterator(folder)) {
        picture[each.path().string()] = picture_of_one(each.path());
    }
    return picture;
}

}  // namespace papo::test
