// Feeds a parser the same bytes cut in every way that matters: whole, at each split point, and byte by byte. What it
// makes of them must not depend on how they arrive.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

namespace papo::test {

using Cuts = std::vector<std::string>;

// `parse` gets the pieces and gives what it understood, as text.
template <typename Parse>
void expect_same_however_cut(std::string_view bytes, const std::string& expected, Parse parse) {
    EXPECT_EQ(parse(Cuts{std::string(bytes)}), expected) << "whole";
    for (std::size_t at = 1; at < bytes.size(); ++at) {
        ASSERT_EQ(parse(Cuts{std::string(bytes.substr(0, at)), std::string(bytes.substr(at))}), expected)
            << "cut at " << at;
    }
    Cuts single;
    for (const char byte : bytes) single.emplace_back(1, byte);
    EXPECT_EQ(parse(single), expected) << "byte by byte";
}

}  // namespace papo::test
