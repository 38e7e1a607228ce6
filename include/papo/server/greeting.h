// What somebody who starts papo on a terminal reads below the line that says it is ready.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "papo/config/config.h"

namespace papo::server {

// Version, addresses, a QR code of the best one, where data lie, how to stop. `urls` as Reach tells them. The code is
// left out when it is wider than `columns`.
std::string greeting(const config::Config& config, const std::vector<std::string>& urls, std::size_t columns);

// The one to put into a QR code: --public-url, else the first that names an address, since not every telephone finds a
// name. Empty when there is none.
std::string best_url(const config::Config& config, const std::vector<std::string>& urls);

}  // namespace papo::server
