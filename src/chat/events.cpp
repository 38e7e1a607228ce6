#include "papo/chat/events.h"

namespace papo::chat {

std::string_view to_string(ErrorCode code) {
    switch (code) {
    case ErrorCode::bad_json: return "bad_json";
    case ErrorCode::bad_request: return "bad_request";
    case ErrorCode::unknown_type: return "unknown_type";
    case ErrorCode::bad_name: return "bad_name";
    case ErrorCode::bad_room: return "bad_room";
    case ErrorCode::name_taken: return "name_taken";
    case ErrorCode::wrong_password: return "wrong_password";
    case ErrorCode::not_joined: return "not_joined";
    case ErrorCode::empty: return "empty";
    case ErrorCode::too_long: return "too_long";
    case ErrorCode::unknown_file: return "unknown_file";
    case ErrorCode::rate_limited: return "rate_limited";
    case ErrorCode::room_limit: return "room_limit";
    case ErrorCode::storage: return "storage";
    case ErrorCode::count_: break;
    }
    return "bad_request";
}

}  // namespace papo::chat
