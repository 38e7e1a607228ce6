// Events as lines, for people at a terminal. No line contains a line feed or carriage return, so a message cannot
// imitate a line of the server.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "papo/chat/events.h"

namespace papo::talk {

// The lines of an event; none for events that a terminal does not show. `host`: for the addresses of files.
//   Messages  "[14:03:07] bia: oi" in the server's local time; a file is a line of its own, after the text
//   Joined    the last messages, then "* ana in sala1: ana, bia"
//   Presence  "* bia joined", "* bia left"
//   Refusal   "! code: message"
std::vector<std::string> terminal_lines(const chat::Event& event, std::string_view host);

}  // namespace papo::talk
