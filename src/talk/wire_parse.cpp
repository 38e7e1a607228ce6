#include <algorithm>
#include <optional>

#include "papo/talk/client_object.h"
#include "papo/talk/wire.h"

namespace papo::talk {
namespace {

constexpr std::uint64_t max_integer =
    (std::uint64_t{1} << 53U) - 1;  // the largest integer that JavaScript numbers hold exactly

using enum Member;

// Reads the members of one object and records whether any was missing or mistyped. null counts as absent.
class Members {
public:
    explicit Members(const ClientObject& object) : object_(object) {}

    std::string text(Member member) {
        auto value = maybe_text(member);
        if (!value) complain(member, "a string");
        return value ? std::move(*value) : std::string{};
    }

    std::optional<std::string> maybe_text(Member member) {
        if (has(member, ClientObject::Kind::string, "a string")) return object_.text(member);
        return std::nullopt;
    }

    std::uint64_t integer(Member member) {
        const auto value = maybe_integer(member);
        if (!value) complain(member, an_integer);
        return value.value_or(0);
    }

    std::optional<std::uint64_t> maybe_integer(Member member) {
        if (!has(member, ClientObject::Kind::integer, an_integer)) return std::nullopt;
        if (object_.integer(member) <= max_integer) return object_.integer(member);
        complain(member, an_integer);
        return std::nullopt;
    }

    std::optional<bool> maybe_bool(Member member) {
        if (has(member, ClientObject::Kind::boolean, "true or false")) return object_.boolean(member);
        return std::nullopt;
    }

    const std::string& complaint() const { return complaint_; }

private:
    static constexpr const char* an_integer = "an integer from 0 to 2^53-1";

    bool has(Member member, ClientObject::Kind kind, const char* wanted) {
        const auto is = object_.kind(member);
        if (is != kind && is != ClientObject::Kind::absent) complain(member, wanted);
        return is == kind;
    }

    void complain(Member member, const char* wanted) {
        if (complaint_.empty()) complaint_ = '"' + std::string(name_of(member)) + "\" must be " + wanted;
    }

    const ClientObject& object_;
    std::string complaint_;
};

Hello read_hello(Members& m) {
    return {m.text(session)};
}

chat::Join read_join(Members& m) {
    chat::Join join;
    join.room = m.text(room);
    join.name = m.text(name);
    join.password = m.maybe_text(password);
    join.since = m.maybe_integer(since);
    join.epoch = m.maybe_text(epoch);
    return join;
}

chat::Say read_say(Members& m) {
    return {m.text(room), m.text(id), m.maybe_text(text), m.maybe_text(file)};
}

chat::ReadHistory read_history(Members& m) {
    return {m.text(room), m.integer(before), m.maybe_integer(limit)};
}

chat::Search read_search(Members& m) {
    return {m.text(room), m.text(query), m.maybe_integer(before), m.maybe_integer(limit)};
}

std::optional<ClientMessage> read_message(const ClientObject& object, Members& m) {
    const auto is = [&](std::string_view name) { return object.has_text(type, name); };
    if (is("message")) return chat::Command(read_say(m));
    if (is("join")) return chat::Command(read_join(m));
    if (is("typing")) return chat::Command(chat::Type{m.text(room)});
    if (is("history")) return chat::Command(read_history(m));
    if (is("search")) return chat::Command(read_search(m));
    if (is("rooms")) return chat::Command(chat::ListRooms{m.maybe_bool(watch)});
    if (is("leave")) return chat::Command(chat::Leave{m.text(room)});
    if (is("hello")) return read_hello(m);
    return std::nullopt;
}

chat::Command unreadable(const ClientObject& object, chat::ErrorCode code, std::string message) {
    const auto as_sent = [&](Member member) {
        const bool sent = object.kind(member) == ClientObject::Kind::string;
        return sent ? std::optional(object.text(member)) : std::nullopt;
    };
    return chat::Unreadable{{code, std::move(message), as_sent(room), as_sent(id)}};
}

ClientMessage read_object(const ClientObject& object) {
    using chat::ErrorCode;
    if (object.kind(type) != ClientObject::Kind::string) {
        return unreadable(object, ErrorCode::bad_request, "\"type\" must say what the message is");
    }
    Members members(object);
    auto message = read_message(object, members);
    if (!message) return unreadable(object, ErrorCode::unknown_type, "this server knows no message of this type");
    if (!members.complaint().empty()) return unreadable(object, ErrorCode::bad_request, members.complaint());
    if (const auto* hello = std::get_if<Hello>(&*message); hello != nullptr && !is_session_token(hello->session)) {
        return unreadable(object, ErrorCode::bad_request, "\"session\" must be 22 to 128 letters, digits, _ or -");
    }
    return std::move(*message);
}

}  // namespace

bool is_session_token(std::string_view text) {
    const auto allowed = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
    };
    return text.size() >= 22 && text.size() <= 128 && std::all_of(text.begin(), text.end(), allowed);
}

ClientMessage parse_client_message(std::string_view text) {
    auto object = ClientObject::scan(text);
    if (!object) object = ClientObject::read(text);
    if (object) return read_object(*object);
    return chat::Command(chat::Unreadable{{chat::ErrorCode::bad_json, "a message must be one JSON object", {}, {}}});
}

}  // namespace papo::talk
