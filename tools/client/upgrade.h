// The opening handshake of a WebSocket as a client makes it (RFC 6455 section 4.1). The key is always the RFC's
// example, and Sec-WebSocket-Accept is not checked: tests of the server do that.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace papo::client {

// `more_headers`: lines of the request, each with its end.
std::string upgrade_request(std::string_view host, std::string_view target, std::string_view more_headers = {});

// The head of the server's answer.
struct UpgradeAnswer {
    bool agreed = false;           // 101
    std::string_view status_line;  // without its end
    std::size_t size = 0;          // bytes up to where frames begin
};
// Nothing while some of the head is missing.
std::optional<UpgradeAnswer> upgrade_answer(std::string_view bytes);

}  // namespace papo::client
