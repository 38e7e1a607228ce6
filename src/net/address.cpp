#include "papo/net/address.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <algorithm>
#include <cstring>
#include <string>

#include "papo/base/text.h"

namespace papo::net {
namespace {

constexpr std::uint64_t v4_prefix = 0xFFFF00000000;  // bits 64 to 95 of a mapped address, before the IPv4 address
constexpr unsigned v4_offset = 96;                   // length of the prefix ::ffff:0:0/96

}  // namespace

Address Address::of(const sockaddr_storage& socket_address) {
    Address address;
    if (socket_address.ss_family == AF_INET) {
        const auto& v4 = reinterpret_cast<const sockaddr_in&>(socket_address);
        address.bytes_[10] = address.bytes_[11] = 0xFF;
        std::memcpy(&address.bytes_[12], &v4.sin_addr, 4);
    } else if (socket_address.ss_family == AF_INET6) {
        const auto& v6 = reinterpret_cast<const sockaddr_in6&>(socket_address);
        std::memcpy(address.bytes_.data(), &v6.sin6_addr, 16);
    }
    return address;
}

std::optional<Address> Address::parse(std::string_view text) {
    const std::string terminated(text.substr(0, INET6_ADDRSTRLEN));
    Address address;
    if (::inet_pton(AF_INET, terminated.c_str(), &address.bytes_[12]) == 1) {
        address.bytes_[10] = address.bytes_[11] = 0xFF;
        return address;
    }
    if (::inet_pton(AF_INET6, terminated.c_str(), address.bytes_.data()) == 1) return address;
    return std::nullopt;
}

std::string Address::to_string() const {
    std::array<char, INET6_ADDRSTRLEN> text{};
    const auto* bytes = is_v4() ? &bytes_[12] : bytes_.data();
    ::inet_ntop(is_v4() ? AF_INET : AF_INET6, bytes, text.data(), text.size());
    return text.data();
}

std::uint64_t Address::half(std::size_t first_byte) const {
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < 8; ++i) value = value << 8U | bytes_[first_byte + i];
    return value;
}

bool Address::is_v4() const {
    return half(0) == 0 && half(8) >> 32U == v4_prefix >> 32U;
}

bool Address::is_loopback() const {
    return is_v4() ? bytes_[12] == 127 : half(0) == 0 && half(8) == 1;
}

// The two kinds of key never collide: 0000::/8 is reserved (RFC 4291 section 2.4), so no routed /64 equals a mapped
// IPv4 address.
std::uint64_t Address::limit_key() const {
    if (is_loopback()) return 0;
    return is_v4() ? half(8) : half(0);
}

bool Address::shares_prefix(const Address& other, unsigned bits) const {
    const auto whole = bits / 8;
    if (!std::equal(bytes_.begin(), bytes_.begin() + whole, other.bytes_.begin())) return false;
    const auto rest = bits % 8;
    return rest == 0 || (bytes_[whole] ^ other.bytes_[whole]) >> (8 - rest) == 0;
}

std::optional<AddressRange> AddressRange::parse(std::string_view text) {
    const auto slash = std::min(text.size(), text.find('/'));
    const auto base = Address::parse(text.substr(0, slash));
    if (!base) return std::nullopt;
    const unsigned offset = base->is_v4() ? v4_offset : 0;
    if (slash == text.size()) return AddressRange(*base, 128);
    const auto bits = parse_decimal(text.substr(slash + 1));
    if (!bits || *bits > 128 - offset) return std::nullopt;
    return AddressRange(*base, offset + static_cast<unsigned>(*bits));
}

bool contains(const std::vector<AddressRange>& ranges, const Address& address) {
    return std::any_of(ranges.begin(), ranges.end(), [&](const auto& range) { return range.contains(address); });
}

}  // namespace papo::net
