// The manual page, written from the same table of options that the command line is read by.
#pragma once

#include <CLI/CLI.hpp>

#include <string>

namespace papo::config {

// In the language of man(7), section 1.
std::string manual_page(const CLI::App& app);

}  // namespace papo::config
