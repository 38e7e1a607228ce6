#include "tests/support/pictures.h"

#include <random>

namespace papo::test {
namespace {

std::string big_endian(std::uint32_t value) {
    std::string bytes;
    for (int shift = 24; shift >= 0; shift -= 8) bytes += static_cast<char>(value >> shift & 255U);
    return bytes;
}

}  // namespace

std::string png_of(std::uint32_t width, std::uint32_t height, std::size_t padding) {
    using namespace std::string_literals;
    auto png = "\x89PNG\r\n\x1a\n\0\0\0\rIHDR"s + big_endian(width) + big_endian(height) + "\x08\x02\0\0\0"s;
    std::mt19937 random(std::random_device{}());
    while (padding-- > 0) png += static_cast<char>(random() & 255U);
    return png;
}

}  // namespace papo::test
