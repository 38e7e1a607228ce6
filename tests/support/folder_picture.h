// All that can be seen of a folder from outside: to show that something has not touched it.
#pragma once

#include <filesystem>
#include <map>
#include <string>

namespace papo::test {

// By path: kind, mode, time of the last change, and of a file its content.
std::map<std::string, std::string> picture_of(const std::filesystem::path& folder);

}  // namespace papo::test
