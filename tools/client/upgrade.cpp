#include "tools/client/upgrade.h"

namespace papo::client {

std::string upgrade_request(std::string_view host, std::string_view target, std::string_view more_headers) {
    std::string request = "GET ";
    request.append(target).append(" HTTP/1.1\r\nHost: ").append(host);
    request +=
        "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n";
    return request.append(more_headers).append("\r\n");
}

std::optional<UpgradeAnswer> upgrade_answer(std::string_view bytes) {
    constexpr std::string_view end = "\r\n\r\n";
    const auto at = bytes.find(end);
    if (at == std::string_view::npos) return std::nullopt;
    return UpgradeAnswer{bytes.starts_with("HTTP/1.1 101"), bytes.substr(0, bytes.find("\r\n")), at + end.size()};
}

}  // namespace papo::client
