#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>

#include "papo/app/wire.h"

namespace papo::app {
namespace {

using Json = nlohmann::json;

constexpr std::uint64_t max_integer = (std::uint64_t{1} << 53U) - 1;  // what a JavaScript number holds exactly

// Reads members of one object and remembers whether any was missing or mistyped. null counts as absent.
class Members {
public:
    explicit Members(Json& object) : object_(object) {}

    std::string text(const char* key) {
        auto value = maybe_text(key);
        if (!value) complain(key, "a string");
        return value ? std::move(*value) : std::string{};
    }

    std::optional<std::string> maybe_text(const char* key) {
        Json* value = find(key);
        if (value == nullptr) return std::nullopt;
        if (value->is_string()) return std::move(value->get_ref<std::string&>());
        complain(key, "a string");
        return std::nullopt;
    }

    std::uint64_t integer(const char* key) {
        const auto value = maybe_integer(key);
        if (!value) complain(key, "an integer from 0 to 2^53-1");
        return value.value_or(0);
    }

    std::optional<std::uint64_t> maybe_integer(const char* key) {
        const Json* value = find(key);
        if (value == nullptr) return std::nullopt;
        if (value->is_number_unsigned() && value->get<std::uint64_t>() <= max_integer) {
            return value->get<std::uint64_t>();
        }
        complain(key, "an integer from 0 to 2^53-1");
        return std::nullopt;
    }

    std::optional<bool> maybe_bool(const char* key) {
        const Json* value = find(key);
        if (value == nullptr) return std::nullopt;
        if (value->is_boolean()) return value->get<bool>();
        complain(key, "true or false");
        return std::nullopt;
    }

    const std::string& complaint() const { return complaint_; }

private:
    Json* find(const char* key) {
        const auto at = object_.find(key);
        return at == object_.end() || at->is_null() ? nullptr : &*at;
    }

    void complain(const char* key, const char* wanted) {
        if (complaint_.empty()) complaint_ = std::string{"\""} + key + "\" must be " + wanted;
    }

    Json& object_;
    std::string complaint_;
};

Hello read_hello(Members& m) {
    return {m.text("session")};
}

chat::Join read_join(Members& m) {
    chat::Join join;
    join.room = m.text("room");
    join.name = m.text("name");
    join.password = m.maybe_text("password");
    join.since = m.maybe_integer("since");
    join.epoch = m.maybe_text("epoch");
    return join;
}

chat::Say read_say(Members& m) {
    return {m.text("room"), m.text("id"), m.maybe_text("text"), m.maybe_text("file")};
}

chat::ReadHistory read_history(Members& m) {
    return {m.text("room"), m.integer("before"), m.maybe_integer("limit")};
}

chat::Search read_search(Members& m) {
    return {m.text("room"), m.text("query"), m.maybe_integer("before"), m.maybe_integer("limit")};
}

std::optional<ClientMessage> read_command(std::string_view type, Members& m) {
    if (type == "message") return read_say(m);
    if (type == "join") return read_join(m);
    if (type == "typing") return chat::Type{m.text("room")};
    if (type == "history") return read_history(m);
    if (type == "search") return read_search(m);
    if (type == "rooms") return chat::ListRooms{m.maybe_bool("watch")};
    if (type == "leave") return chat::Leave{m.text("room")};
    if (type == "hello") return read_hello(m);
    return std::nullopt;
}

std::optional<std::string> text_as_sent(const Json& object, const char* key) {
    const auto at = object.find(key);
    if (at == object.end() || !at->is_string()) return std::nullopt;
    return at->get<std::string>();
}

chat::Refusal refusal(const Json& object, chat::ErrorCode code, std::string message) {
    return {code, std::move(message), text_as_sent(object, "room"), text_as_sent(object, "id")};
}

ClientMessage read_object(Json& object) {
    using chat::ErrorCode;
    const auto type = text_as_sent(object, "type");
    if (!type) return refusal(object, ErrorCode::bad_request, "\"type\" must say what the message is");
    // Reading moves strings out of the object, so what an error repeats is kept from before.
    auto failed = refusal(object, ErrorCode::bad_request, {});
    Members members(object);
    auto command = read_command(*type, members);
    if (!command) {
        failed.code = ErrorCode::unknown_type;
        failed.message = "this server knows no message of this type";
        return failed;
    }
    if (const auto* hello = std::get_if<Hello>(&*command);
        hello != nullptr && members.complaint().empty() && !is_session_token(hello->session)) {
        failed.message = "\"session\" must be 22 to 128 letters, digits, _ or -";
        return failed;
    }
    if (members.complaint().empty()) return std::move(*command);
    failed.message = members.complaint();
    return failed;
}

}  // namespace

bool is_session_token(std::string_view text) {
    const auto allowed = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
    };
    return text.size() >= 22 && text.size() <= 128 && std::all_of(text.begin(), text.end(), allowed);
}

ClientMessage parse_client_message(std::string_view text) {
    auto json = Json::parse(text, nullptr, false);
    if (json.is_object()) return read_object(json);
    return chat::Refusal{chat::ErrorCode::bad_json, "a message must be one JSON object", {}, {}};
}

}  // namespace papo::app
