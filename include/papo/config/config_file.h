// The configuration file: one option a line, as TOML writes them.
//   # a comment
//   port = 8080
//   max-upload = "1 GiB"
//   allow-origin = ["https://a.example", "https://b.example"]
// Strings may go without quotes where they have no space. There are no tables, and no value spans lines.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "papo/base/result.h"

namespace papo::config {

inline constexpr std::size_t max_config_file = 256U * 1024U;  // bytes

struct FileSetting {
    std::string name;
    std::vector<std::string> values;
    std::size_t line = 0;  // from 1
};

// Errors begin with the line: "3: there is a quote missing".
Result<std::vector<FileSetting>> parse_settings(std::string_view text);

// A line of a file; `values` quoted where they must be.
std::string setting_line(std::string_view name, const std::vector<std::string>& values, bool is_list);

}  // namespace papo::config
