// The chat as lines, for people at a terminal. Every line is free of line feeds and carriage returns, so that
// nobody's message can pass for the server's own.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "papo/chat/events.h"

namespace papo::talk {

// The lines that tell an event; none where a terminal is told nothing. `host`: as in the addresses of files.
//   Messages  "[14:03:07] bia: oi" in the server's local time; a file is a line of its own, after the text
//   Joined    the last messages, then "* ana in sala1: ana, bia"
//   Presence  "* bia joined", "* bia left"
//   Refusal   "! code: message"
std::vector<std::string> terminal_lines(const chat::Event& event, std::string_view host);

}  // namespace papo::talk
