// A client's frames, unmasked in place. No rule is checked.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "papo/proto/ws_encoder.h"

namespace papo::bound {

struct ClientFrame {
    proto::Opcode opcode = proto::Opcode::text;
    std::string_view payload;
    std::size_t size = 0;  // of the whole frame
};

// Nothing while the frame is not whole.
std::optional<ClientFrame> take_frame(char* bytes, std::size_t size);

// The string behind the marker, up to the next quotation mark.
std::string_view text_behind(std::string_view marker, std::string_view json);

}  // namespace papo::bound
