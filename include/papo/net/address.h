// An IP address without its port, and a range of them (CIDR, RFC 4632). Values of 16 bytes: IPv4 is kept as RFC 4291
// section 2.5.5.2 maps it (::ffff:192.0.2.1), so that a socket of either family gives the same address.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

struct sockaddr_storage;

namespace papo::net {

class Address {
public:
    // ::, which is nobody.
    Address() = default;
    static Address of(const sockaddr_storage& socket_address);
    // "192.0.2.1", "2001:db8::1"; absent for anything else, a port or brackets included.
    static std::optional<Address> parse(std::string_view text);

    // As parse() reads it.
    std::string to_string() const;

    bool is_v4() const;
    // 127.0.0.0/8 and ::1.
    bool is_loopback() const;
    // What limits per address go by: an IPv4 address, or the /64 of an IPv6 one, of which a host has as many addresses
    // as it likes. 0 for loopback, which is never limited, and for nobody.
    std::uint64_t limit_key() const;
    // Whether the first `bits` (of 128) are the same.
    bool shares_prefix(const Address& other, unsigned bits) const;

    friend bool operator==(const Address&, const Address&) = default;

private:
    std::uint64_t half(std::size_t first_byte) const;

    std::array<std::uint8_t, 16> bytes_{};
};

class AddressRange {
public:
    // "192.0.2.1", "10.0.0.0/8", "fd00::/8".
    static std::optional<AddressRange> parse(std::string_view text);
    bool contains(const Address& address) const { return address.shares_prefix(base_, bits_); }

private:
    AddressRange(const Address& base, unsigned bits) : base_(base), bits_(bits) {}

    Address base_;
    unsigned bits_;
};

// Whether one of the ranges has the address.
bool contains(const std::vector<AddressRange>& ranges, const Address& address);

}  // namespace papo::net
