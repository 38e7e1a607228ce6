// The full check of a delivery, for a sample of them: the fast scan is enough for the others.
#pragma once

#include <string_view>

namespace papo::load {

// Whether it is a message of papo with this room, id and text, and with all members that a message has.
bool is_whole(std::string_view json, std::string_view room, std::string_view id, std::string_view text);

}  // namespace papo::load
