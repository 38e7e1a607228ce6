#include "tools/bench/bound/client_frames.h"

namespace papo::bound {

std::optional<ClientFrame> take_frame(char* bytes, std::size_t size) {
    const auto at = [&](std::size_t i) { return std::size_t{static_cast<std::uint8_t>(bytes[i])}; };
    if (size < 6) return std::nullopt;
    std::size_t length = at(1) & 127U;
    std::size_t head = 2;
    if (length >= 126) {
        head = length == 126 ? 4 : 10;
        if (size < head) return std::nullopt;
        length = 0;
        for (std::size_t i = 2; i < head; ++i) length = length << 8U | at(i);
    }
    if (size < head + 4 || size - head - 4 < length) return std::nullopt;
    const char* mask = bytes + head;
    char* payload = bytes + head + 4;
    for (std::size_t i = 0; i < length; ++i) payload[i] = static_cast<char>(payload[i] ^ mask[i & 3U]);
    return ClientFrame{static_cast<unsigned>(at(0) & 15U), {payload, length}, head + 4 + length};
}

std::string_view text_behind(std::string_view marker, std::string_view json) {
    const auto found = json.find(marker);
    if (found == std::string_view::npos) return {};
    json.remove_prefix(found + marker.size());
    return json.substr(0, json.find('"'));
}

}  // namespace papo::bound
