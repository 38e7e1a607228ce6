// What `papo config` prints.
#pragma once

#include <string>
#include <vector>

#include "papo/config/config.h"

namespace papo::config {

// A file with all options, each with its meaning, and its default as a comment.
std::string example_file();

// A file that says all that is in force, and where each comes from.
std::string in_force(const std::vector<Setting>& settings, const std::string& file);

}  // namespace papo::config
