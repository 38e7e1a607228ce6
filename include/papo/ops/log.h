// The log on standard error: one line for each notable event, as text or as JSON. It never holds a message's text, a
// token or a password. Format strings are compile-time constants; users' input is only an argument, and can neither end
// a line nor change how a terminal shows the line.
#pragma once

#include <spdlog/logger.h>

#include <memory>
#include <string_view>

namespace papo::ops {

using Log = std::shared_ptr<spdlog::logger>;

// `text` made safe for one line: controls, line separators, marks that change the direction, and bytes that are not
// UTF-8 become \n, \xNN or \uNNNN, and a backslash becomes two. At most 8 KiB of `text`.
std::string one_line(std::string_view text);

// `level` and `format`: the values of --log-level and --log-format.
Log open_log(const std::string& level, std::string_view format);

}  // namespace papo::ops
