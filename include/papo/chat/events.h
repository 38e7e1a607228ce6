// The hub's events for clients. Views and spans in an event are valid only during the call to the sink.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>

#include "papo/chat/entry.h"

namespace papo::chat {

enum class ErrorCode : std::uint8_t {
    bad_json,
    bad_request,
    unknown_type,
    bad_name,
    bad_room,
    name_taken,
    wrong_password,
    not_joined,
    empty,
    too_long,
    unknown_file,
    rate_limited,
    room_limit,
    storage,
    count_,  // number of codes
};

// The code's name on the wire: "bad_json", …
std::string_view to_string(ErrorCode code);

struct Joined {
    std::string_view room;
    std::string_view you;
    std::string_view epoch;
    std::uint64_t seq = 0;
    std::span<const std::string_view> members;  // in order of joining
    std::span<const EntryPtr> messages;         // oldest first
    bool resumed = false;
    bool more = false;
    bool locked = false;
};

struct Messages {
    std::string_view room;
    std::span<const EntryPtr> entries;  // in order of seq
};

struct Presence {
    std::string_view room;
    bool joined = false;  // else left
    std::string_view name;
    std::size_t members = 0;
};

struct Typing {
    std::string_view room;
    std::string_view from;
};

struct Left {
    std::string_view room;
};

struct HistoryPage {
    std::string_view room;
    std::span<const EntryPtr> messages;  // oldest first
    bool more = false;
};

struct Found {
    std::string_view room;
    std::string_view query;              // as sent
    std::span<const EntryPtr> messages;  // oldest first
    bool more = false;
};

struct RoomInfo {
    std::string name;
    std::size_t members = 0;
    bool locked = false;
};

struct RoomList {
    std::span<const RoomInfo> rooms;  // sorted by name
};

struct Refusal {
    ErrorCode code = ErrorCode::bad_request;
    std::string message;
    std::optional<std::string> room;  // as sent
    std::optional<std::string> id;    // as sent
};

// Closes a connection that made too many errors, with WebSocket code 1008.
struct Eviction {
    std::string_view why;
};

using Event = std::variant<Joined, Left, Messages, HistoryPage, Found, Presence, Typing, RoomList, Refusal, Eviction>;

}  // namespace papo::chat
