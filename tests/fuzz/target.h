// A fuzz target: takes any bytes, feeds them to one parser in more than one way, and ends the process when what a
// parser promises does not hold. The fuzzers (`make fuzz`) and the unit tests, which replay the corpora, share them.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace papo::fuzz {

struct Target {
    std::string_view name;  // also of its corpus: tests/fuzz/corpus/<name>
    void (*run)(std::string_view input);
};

std::span<const Target> targets();

// Ends the process with `what` when `holds` is false: to a fuzzer a finding, to a test a failure.
void require(bool holds, std::string_view what);
void require_equal(const std::string& left, const std::string& right, std::string_view what);

// Bytes in a block of exactly their size, so that AddressSanitizer sees the first one read beyond.
std::vector<char> exact(std::string_view bytes);

// The same bytes in pieces, whose sizes depend on the bytes alone: a finding can be repeated.
std::vector<std::vector<char>> pieces_of(std::string_view bytes);

// The targets.
void http(std::string_view input);
void journal(std::string_view input);
void media(std::string_view input);
void multipart(std::string_view input);
void websocket(std::string_view input);
void wire(std::string_view input);

}  // namespace papo::fuzz
