// The greeting on a terminal, printed after the line that says that papo is ready.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "papo/config/config.h"

namespace papo::server {

// Version, the data's folders, a QR code of best_url(), addresses, and how to stop. `urls`: from Reach. Leaves out the
// code if it is wider than `columns`.
std::string greeting(const config::Config& config, const std::vector<std::string>& urls, std::size_t columns);

// The URL for the QR code: --public-url, else the first URL with an address, because not every telephone resolves local
// names. Empty if there is none.
std::string best_url(const config::Config& config, const std::vector<std::string>& urls);

}  // namespace papo::server
