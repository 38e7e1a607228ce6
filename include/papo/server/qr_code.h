// A QR code for a terminal: two modules in each character, in fixed colours, so that the code is dark on light in every
// theme.
#pragma once

#include <cstddef>
#include <optional>
#include <string>

namespace papo::server {

struct QrCode {
    std::string text;         // lines, each with a line feed, including the quiet zone of four modules
    std::size_t columns = 0;  // of a line on the terminal
};

// Absent if `content` needs a larger code than a telephone can read from a screen (about 270 bytes).
std::optional<QrCode> draw_qr_code(const std::string& content);

}  // namespace papo::server
