#include "papo/server/qr_code.h"

#include <qrencode.h>

#include <memory>

namespace papo::server {
namespace {

constexpr int quiet = 4;         // modules, ISO/IEC 18004 section 9.1
constexpr int max_version = 12;  // 65 modules a side

// White and black from the 256 colours beyond the first sixteen, which themes change.
constexpr const char* light_on_dark = "\x1b[38;5;231;48;5;16m";
constexpr const char* own_colours = "\x1b[0m";

using Code = std::unique_ptr<QRcode, void (*)(QRcode*)>;

bool is_dark(const QRcode& code, int row, int column) {
    if (row < 0 || column < 0 || row >= code.width || column >= code.width) return false;
    return (code.data[row * code.width + column] & 1U) != 0;
}

const char* character(bool dark_above, bool dark_below) {
    if (dark_above) return dark_below ? " " : "\u2584";
    return dark_below ? "\u2580" : "\u2588";
}

}  // namespace

std::optional<QrCode> draw_qr_code(const std::string& content) {
    const Code code(::QRcode_encodeString8bit(content.c_str(), 0, QR_ECLEVEL_M), ::QRcode_free);
    if (!code || code->version > max_version) return std::nullopt;
    QrCode drawn;
    drawn.columns = static_cast<std::size_t>(code->width) + 2 * quiet;
    for (int row = -quiet; row < code->width + quiet; row += 2) {
        drawn.text += light_on_dark;
        for (int column = -quiet; column < code->width + quiet; ++column) {
            // The last line's lower half lies beyond the quiet zone, and is light too.
            drawn.text += character(is_dark(*code, row, column), is_dark(*code, row + 1, column));
        }
        drawn.text += std::string(own_colours) + "\n";
    }
    return drawn;
}

}  // namespace papo::server
