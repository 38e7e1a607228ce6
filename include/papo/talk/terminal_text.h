// The chat as lines, for people at a terminal. Every line is free of line feeds and carriage returns, so that
// nobody's message can pass for the server's own.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "papo/chat/events.h"

namespace papo::talk {

// "[14:03:07] bia: oi" in the server's local time; a file is a line of its own, after the text if there is one.
std::vector<std::string> message_lines(const chat::Entry& entry, std::string_view host);
// "* ana in sala1: ana, bia"
std::string joined_line(const chat::Joined& event);
// "* bia joined", "* bia left"
std::string presence_line(const chat::Presence& event);
// "! code: message"
std::string refusal_line(const chat::Refusal& event);

}  // namespace papo::talk
