#include <gtest/gtest.h>

#include <array>
#include <memory>
#include <string>
#include <vector>

#include "papo/talk/terminal_text.h"

namespace papo::test {
namespace {

using namespace talk;

TEST(TerminalText, ShouldNeverBreakALine) {
    chat::Entry entry;
    entry.from = "ana";
    entry.body = chat::Said{"one\n[10:00:00] bia: forged\r\nthree", nullptr};
    const chat::EntryPtr said = std::make_shared<const chat::Entry>(entry);
    const auto lines = terminal_lines(chat::Messages{"r", {&said, 1}}, "h");
    ASSERT_EQ(lines.size(), 1U);
    EXPECT_EQ(lines[0].find_first_of("\r\n"), std::string::npos);
    const std::array<std::string_view, 2> members{"ana", "bia"};
    chat::Joined joined;
    joined.room = "r";
    joined.you = "bia";
    joined.members = members;
    EXPECT_EQ(terminal_lines(joined, "h"), std::vector<std::string>{"* bia in r: ana, bia"});
}

}  // namespace
}  // namespace papo::test
