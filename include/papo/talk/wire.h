// The JSON of the WebSocket protocol: text to commands, events to text. It checks forms (types, ranges, the
// session's alphabet); what values mean is the hub's business.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "papo/chat/commands.h"
#include "papo/chat/events.h"

namespace papo::talk {

// The token of an earlier `welcome`, of a plausible form.
struct Hello {
    std::string session;
};

using ClientMessage = std::variant<Hello, chat::Join, chat::Say, chat::Leave, chat::ListRooms, chat::ReadHistory,
                                   chat::Type, chat::Search, chat::Refusal>;

// Reads one text message (valid UTF-8). What cannot be understood is a Refusal with the code to answer.
ClientMessage parse_client_message(std::string_view text);

// Whether it has the form of a session token: 22 to 128 of A-Z a-z 0-9 _ -.
bool is_session_token(std::string_view text);

// What `welcome` tells of the server's bounds.
struct WelcomeLimits {
    std::uint64_t message = 0;
    std::uint64_t upload = 0;
    std::uint64_t rate = 0;
    std::vector<std::string> types;
};

// Each appends one JSON object to `out`.
// `addresses`: URLs under which others on the network reach the server (ops/reach).
void append_welcome(std::string& out, std::string_view session, const WelcomeLimits& limits,
                    std::span<const std::string> addresses);
void append_message(std::string& out, std::string_view room, const chat::Entry& entry);
void append_joined(std::string& out, const chat::Joined& event);
void append_presence(std::string& out, const chat::Presence& event);
void append_left(std::string& out, const chat::Left& event);
void append_history(std::string& out, const chat::HistoryPage& event);
void append_found(std::string& out, const chat::Found& event);
void append_typing(std::string& out, const chat::Typing& event);
void append_refusal(std::string& out, const chat::Refusal& event);
// The answer to an upload.
void append_uploaded(std::string& out, const chat::FileInfo& file);
// With `typed`, the WebSocket message; without, the body of /api/rooms.
void append_rooms(std::string& out, const chat::RoomList& event, bool typed);

}  // namespace papo::talk
