// A temporary folder; the destructor removes it with its files.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace papo::test {

class TempFolder {
public:
    TempFolder();
    ~TempFolder();
    TempFolder(const TempFolder&) = delete;
    TempFolder& operator=(const TempFolder&) = delete;

    const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
};

void write_file(const std::filesystem::path& path, std::string_view content);
std::string read_file(const std::filesystem::path& path);
std::size_t count_files(const std::filesystem::path& folder);

}  // namespace papo::test
