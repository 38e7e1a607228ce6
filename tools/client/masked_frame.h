// A frame as a client sends it: masked (RFC 6455 section 5.3), always with the same mask.
#pragma once

#include <string>
#include <string_view>

#include "papo/proto/ws_encoder.h"

namespace papo::client {

// `fin`: false for a fragment that others follow.
std::string masked_frame(proto::Opcode opcode, std::string_view payload, bool fin = true);

}  // namespace papo::client
