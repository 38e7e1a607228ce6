// Rules for the names of rooms and people. Names must be valid UTF-8 and trimmed.
#pragma once

#include <string_view>

#include "papo/base/text.h"
#include "papo/base/utf8.h"

namespace papo::chat {

inline constexpr std::string_view bad_room_text = "a room's name has 1 to 64 characters and no control characters";

inline bool is_room_name(std::string_view name) {
    return !name.empty() && count_code_points(name) <= 64 && !has_forbidden_in_name(name);
}

inline bool is_person_name(std::string_view name) {
    return !name.empty() && count_code_points(name) <= 32 && !has_forbidden_in_name(name);
}

}  // namespace papo::chat
