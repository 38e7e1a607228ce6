// A fuzz target feeds any bytes to one parser in several ways, and ends the process if the parser breaks a promise. The
// fuzzers (`make fuzz`) and the unit tests, which replay the corpora, share the targets.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace papo::fuzz {

struct Target {
    std::string_view name;  // the corpus is tests/fuzz/corpus/<name>
    void (*run)(std::string_view input);
};

std::span<const Target> targets();

// Ends the process with `what` if `holds` is false: a finding for a fuzzer, a failure for a test.
void require(bool holds, std::string_view what);
void require_equal(const std::string& left, const std::string& right, std::string_view what);

// Copies the bytes into a block of exactly their size, so that AddressSanitizer finds any read beyond them.
std::vector<char> exact(std::string_view bytes);

// Cuts the bytes into pieces. The sizes depend only on the bytes, so that a finding repeats.
std::vector<std::vector<char>> pieces_of(std::string_view bytes);

// The targets.
void http(std::string_view input);
void journal(std::string_view input);
void media(std::string_view input);
void multipart(std::string_view input);
void websocket(std::string_view input);
void wire(std::string_view input);

}  // namespace papo::fuzz
