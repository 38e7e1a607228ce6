// Writes and reads the journal's numbers and strings: integers as LEB128, strings after their length, and 32-bit
// integers where a value is filled in later and its size must be fixed.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace papo::store {

inline void put_number(std::string& out, std::uint64_t value) {
    while (value >= 0x80) {
        out += static_cast<char>(static_cast<unsigned char>(value | 0x80U));
        value >>= 7U;
    }
    out += static_cast<char>(value);
}

// Writes 4 bytes at `at`, little-endian.
inline void store_u32(char* at, std::uint32_t value) {
    for (unsigned i = 0; i < 4; ++i) at[i] = static_cast<char>(static_cast<unsigned char>(value >> (8 * i)));
}

inline std::uint32_t load_u32(const char* at) {
    const auto byte = [at](unsigned i) { return std::uint32_t{static_cast<unsigned char>(at[i])} << (8 * i); };
    return byte(0) | byte(1) | byte(2) | byte(3);
}

inline void put_u32(std::string& out, std::uint32_t value) {
    std::array<char, 4> bytes{};
    store_u32(bytes.data(), value);
    out.append(bytes.data(), bytes.size());
}

inline void put_string(std::string& out, std::string_view text) {
    put_number(out, text.size());
    out += text;
}

// Takes values off the front of `bytes`. After a malformed value failed() is true, and all further values are 0 or
// empty.
class Decoder {
public:
    explicit Decoder(std::string_view bytes) : rest_(bytes) {}

    std::uint64_t number() {
        std::uint64_t value = 0;
        for (unsigned shift = 0; shift < 64 && !rest_.empty(); shift += 7) {
            const auto byte = static_cast<std::uint8_t>(rest_.front());
            rest_.remove_prefix(1);
            value |= std::uint64_t{byte & 0x7FU} << shift;
            if (byte < 0x80) return value;
        }
        return fail();
    }

    // A string after its length, as a view of the decoder's bytes.
    std::string_view string() { return bytes(number()); }

    std::uint32_t u32() {
        const auto four = bytes(4);
        return four.empty() ? 0 : load_u32(four.data());
    }

    std::uint8_t byte() {
        const auto one = bytes(1);
        return one.empty() ? 0 : static_cast<std::uint8_t>(one.front());
    }

    // The next `size` bytes, as a view; fails if there are fewer.
    std::string_view bytes(std::uint64_t size) {
        if (size > rest_.size()) {
            fail();
            return {};
        }
        const auto taken = rest_.substr(0, static_cast<std::size_t>(size));
        rest_.remove_prefix(taken.size());
        return taken;
    }

    std::string_view rest() const { return rest_; }
    bool at_end() const { return rest_.empty(); }
    bool failed() const { return failed_; }

private:
    std::uint64_t fail() {
        failed_ = true;
        rest_ = {};
        return 0;
    }

    std::string_view rest_;
    bool failed_ = false;
};

}  // namespace papo::store
