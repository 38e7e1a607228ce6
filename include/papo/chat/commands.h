// Clients' commands, parsed into types. Values are as the client sent them: the hub checks them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>

#include "papo/chat/events.h"

namespace papo::chat {

struct Join {
    std::string room;
    std::string name;
    std::optional<std::string> password;
    std::optional<std::uint64_t> since;
    std::optional<std::string> epoch;
    bool grace = true;  // whether the person keeps the seat for HubLimits::grace_ms after the connection ends
};

struct Say {
    std::string room;
    std::string id;
    std::optional<std::string> text;
    std::optional<std::string> file;  // the filename an upload returned
};

struct Leave {
    std::string room;
};

struct ListRooms {
    std::optional<bool> watch;
};

struct ReadHistory {
    std::string room;
    std::uint64_t before = 0;
    std::optional<std::uint64_t> limit;
};

struct Type {
    std::string room;
};

struct Search {
    std::string room;
    std::string query;
    std::optional<std::uint64_t> before;
    std::optional<std::uint64_t> limit;
};

// A message that could not be parsed into a command; the hub answers it with the refusal.
struct Unreadable {
    Refusal refusal;
};

using Command = std::variant<Say, Join, Leave, Type, ReadHistory, Search, ListRooms, Unreadable>;

}  // namespace papo::chat
