#include "tools/bench/load/verify.h"

#include <nlohmann/json.hpp>

namespace papo::load {

bool is_whole(std::string_view json, std::string_view room, std::string_view id, std::string_view text) {
    const auto message = nlohmann::json::parse(json, nullptr, false);
    if (!message.is_object()) return false;
    const auto is = [&](const char* key, std::string_view wanted) {
        const auto at = message.find(key);
        return at != message.end() && at->is_string() && at->get_ref<const std::string&>() == wanted;
    };
    const auto is_number = [&](const char* key) {
        const auto at = message.find(key);
        return at != message.end() && at->is_number_unsigned();
    };
    return is("type", "message") && is("room", room) && is("id", id) && is("text", text) && is("kind", "text") &&
           is_number("seq") && is_number("ts") && message.contains("from");
}

}  // namespace papo::load
