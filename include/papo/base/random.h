// Random bytes from the kernel (getrandom(2)), for secrets and names.
#pragma once

#include <cstdint>
#include <span>
#include <string>

namespace papo {

void random_bytes(std::span<std::uint8_t> out);
// A random UUID (RFC 9562 section 5.4), lower case.
std::string uuid4();
// RFC 4648 section 5, without padding.
std::string base64url(std::span<const std::uint8_t> bytes);

}  // namespace papo
