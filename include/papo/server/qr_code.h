// A QR code for a terminal: two modules in a character, in colours of its own, so that it is dark on light whatever the
// terminal's colours are.
#pragma once

#include <cstddef>
#include <optional>
#include <string>

namespace papo::server {

struct QrCode {
    std::string text;         // lines, each ended by a line feed, with the quiet zone of four modules around it
    std::size_t columns = 0;  // that a line takes on the terminal
};

// Absent when `content` does not fit into a code that a telephone would still read from a screen (about 270 bytes).
std::optional<QrCode> draw_qr_code(const std::string& content);

}  // namespace papo::server
