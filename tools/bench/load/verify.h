// The full look at a delivery that the fast scan spares all but a sample of them.
#pragma once

#include <string_view>

namespace papo::load {

// Whether it is a message of papo with this room, id and text, and has all members that belong to it.
bool is_whole(std::string_view json, std::string_view room, std::string_view id, std::string_view text);

}  // namespace papo::load
