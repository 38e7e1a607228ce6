// Feeds a parser the same bytes whole, cut at each point, and byte by byte. The result must not depend on how the bytes
// arrive.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

namespace papo::test {

using Cuts = std::vector<std::string>;

// `parse` takes the pieces and returns the result as text.
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
