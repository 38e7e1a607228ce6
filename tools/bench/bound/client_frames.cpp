#include "tools/bench/bound/client_frames.h"

#include "tools/client/frame_head.h"

namespace papo::bound {

std::optional<ClientFrame> take_frame(char* bytes, std::size_t size) {
    const auto head = client::frame_head({bytes, size});
    if (!head || !head->masked || size - head->size < head->payload) return std::nullopt;
    char* payload = bytes + head->size;
    const char* mask = payload - 4;
    for (std::size_t i = 0; i < head->payload; ++i) payload[i] = static_cast<char>(payload[i] ^ mask[i & 3U]);
    return ClientFrame{head->opcode, {payload, head->payload}, head->size + head->payload};
}

std::string_view text_behind(std::string_view marker, std::string_view json) {
    const auto found = json.find(marker);
    if (found == std::string_view::npos) return {};
    json.remove_prefix(found + marker.size());
    return json.substr(0, json.find('"'));
}

}  // namespace papo::bound
