// The JSON of the WebSocket protocol: text to commands, events to text. It checks forms (types, ranges, the session
// token's alphabet); the hub checks values.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "papo/chat/commands.h"
#include "papo/chat/events.h"

namespace papo::talk {

// The token of an earlier `welcome`; only its form is checked.
struct Hello {
    std::string session;
};

using ClientMessage = std::variant<Hello, chat::Command>;

// Reads one text message (valid UTF-8). A malformed message becomes chat::Unreadable with the error to answer.
ClientMessage parse_client_message(std::string_view text);

// Whether `text` has the form of a session token: 22 to 128 of A-Z a-z 0-9 _ -.
bool is_session_token(std::string_view text);

// The server's limits as `welcome` tells them.
struct WelcomeLimits {
    std::uint64_t message = 0;
    std::uint64_t upload = 0;
    std::uint64_t rate = 0;
    std::vector<std::string> types;
};

// Each of these functions appends one JSON object to `out`.
// `addresses`: URLs under which others on the network reach the server (ops/reach).
void append_welcome(std::string& out, std::string_view session, const WelcomeLimits& limits,
                    std::span<const std::string> addresses);
void append_message(std::string& out, std::string_view room, const chat::Entry& entry);
// The answer to an upload.
void append_uploaded(std::string& out, const chat::FileInfo& file);
// The body of /api/rooms.
void append_room_list(std::string& out, const chat::RoomList& list);

// Calls `take` with each JSON object of the event: one for each entry of Messages, none for an Eviction, else one.
// `scratch` is overwritten: it holds the object during the call.
void write_event(const chat::Event& event, std::string& scratch,
                 const std::function<void(std::string_view json)>& take);

}  // namespace papo::talk
