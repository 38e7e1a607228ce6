// An IP address without a port, and a range of addresses (CIDR, RFC 4632). Both are values. IPv4 is kept mapped into
// IPv6 (::ffff:192.0.2.1, RFC 4291 section 2.5.5.2), so sockets of both families give the same address.
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
    // The unspecified address, ::.
    Address() = default;
    static Address of(const sockaddr_storage& socket_address);
    // Reads "192.0.2.1" or "2001:db8::1"; nothing for anything else, such as a port or brackets.
    static std::optional<Address> parse(std::string_view text);

    // The form that parse() reads.
    std::string to_string() const;

    bool is_v4() const;
    // 127.0.0.0/8 and ::1.
    bool is_loopback() const;
    // The key of limits per address: an IPv4 address, or the /64 of an IPv6 address, since a host can use any address
    // of its /64. 0 for loopback, which is never limited, and for ::.
    std::uint64_t limit_key() const;
    // Whether the first `bits` (of 128) are equal.
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

// Whether one of the ranges contains the address.
bool contains(const std::vector<AddressRange>& ranges, const Address& address);

}  // namespace papo::net
