#include <gtest/gtest.h>

#include "tools/bench/load/dialect.h"

namespace papo::load {
namespace {

TEST(LoadDialect, ShouldFillInTheBlanks) {
    EXPECT_EQ(fill("[{id}|{room}|{name}|{text}|{other}|{room}", {"r", "n", "7", "{id}"}), "[7|r|n|{id}|{other}|r");
}

TEST(LoadDialect, ShouldGiveEachMessageItsOwnTextOfTheSameSize) {
    EXPECT_EQ(id_text(1234), "0000001234");
    EXPECT_EQ(message_text(1234, 16).size(), 16U);
    EXPECT_TRUE(message_text(1234, 200).starts_with("0000001234"));
    EXPECT_EQ(message_text(1234, 200).size(), 200U);
}

}  // namespace
}  // namespace papo::load
