// Small real files for uploads.
#pragma once

#include <cstdint>
#include <string>

namespace papo::test {

// A PNG's signature and IHDR, then `padding` bytes that differ from call to call.
std::string png_of(std::uint32_t width, std::uint32_t height, std::size_t padding = 64);

}  // namespace papo::test
