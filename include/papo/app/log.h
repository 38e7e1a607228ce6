// The log on standard error: one line a notable event, as text or as JSON lines. Never a message's text, a token
// or a password. Format strings are compile-time constants; what users typed is only ever an argument.
#pragma once

#include <spdlog/logger.h>

#include <memory>
#include <string_view>

namespace papo::app {

using Log = std::shared_ptr<spdlog::logger>;

// `level` and `format` as --log-level and --log-format take them.
Log open_log(const std::string& level, std::string_view format);

}  // namespace papo::app
