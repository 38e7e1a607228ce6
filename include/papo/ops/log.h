// The log on standard error: one line a notable event, as text or as JSON lines. Never a message's text, a token
// or a password. Format strings are compile-time constants; what users typed is only ever an argument, and cannot end a
// line or change how a terminal shows it.
#pragma once

#include <spdlog/logger.h>

#include <memory>
#include <string_view>

namespace papo::ops {

using Log = std::shared_ptr<spdlog::logger>;

// `text` as it may stand in a line: controls, line separators, marks that turn the direction, and bytes that are not
// UTF-8 are written as \n, \xNN or \uNNNN; so is a backslash, as two. At most 8 KiB of it.
std::string one_line(std::string_view text);

// `level` and `format` as --log-level and --log-format take them.
Log open_log(const std::string& level, std::string_view format);

}  // namespace papo::ops
