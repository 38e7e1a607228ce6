// Frames of clients: the same events however the bytes come, every message within its bound and text only UTF-8.
#include <array>

#include "papo/base/utf8.h"
#include "papo/proto/ws_decoder.h"
#include "tests/fuzz/target.h"

namespace papo::fuzz {
namespace {

using namespace proto;

struct Rules {
    std::uint64_t max_message = 0;
    bool binary_allowed = false;
};

std::string told(const WsEvent& event, const Rules& rules) {
    if (const auto* message = std::get_if<WsMessage>(&event)) {
        require(message->payload.size() <= rules.max_message, "a message is within its bound");
        require(!message->text || is_utf8(message->payload), "a text is UTF-8");
        require(message->text || rules.binary_allowed, "a binary message comes only where it may");
        return (message->text ? "text:" : "binary:") + std::string(message->payload) + "\n";
    }
    if (const auto* ping = std::get_if<WsPing>(&event)) {
        require(ping->payload.size() <= 125, "a control frame is short");
        return "ping:" + std::string(ping->payload) + "\n";
    }
    if (const auto* pong = std::get_if<WsPong>(&event)) return "pong:" + std::string(pong->payload) + "\n";
    if (const auto* close = std::get_if<WsClose>(&event)) {
        require(is_utf8(close->reason), "a reason is UTF-8");
        return "close:" + std::to_string(close->code) + ":" + std::string(close->reason) + "\n";
    }
    return "error:" + std::to_string(std::get<WsError>(event).close_code) + "\n";
}

// `stopping`: lets go of the bytes after every event, as a session does that must wait.
std::string understand(const Rules& rules, std::vector<std::vector<char>> pieces, bool stopping) {
    WsDecoder decoder(rules.max_message, rules.binary_allowed);
    std::string said;
    bool over = false;
    for (auto& piece : pieces) {
        std::span<char> rest(piece);
        decoder.feed(rest);
        while (true) {
            const auto event = decoder.next();
            if (std::holds_alternative<WsNeedMore>(event)) break;
            require(!over, "nothing comes after the end");
            said += told(event, rules);
            over = std::holds_alternative<WsClose>(event) || std::holds_alternative<WsError>(event);
            if (!stopping || over) continue;
            rest = rest.last(decoder.suspend());
            decoder.feed(rest);
        }
    }
    return said;
}

}  // namespace

// The first byte chooses the rules, the rest is frames.
void websocket(std::string_view input) {
    constexpr std::array<std::uint64_t, 4> bounds{10, 1000, 70'000, 16U << 20U};
    const auto choice = input.empty() ? 0U : static_cast<unsigned>(static_cast<std::uint8_t>(input.front()));
    const Rules rules{bounds[choice & 3U], (choice & 4U) != 0};
    const auto frames = input.substr(input.empty() ? 0 : 1);
    const auto whole = understand(rules, {exact(frames)}, false);
    require_equal(whole, understand(rules, pieces_of(frames), false), "frames are the same however cut");
    require_equal(whole, understand(rules, pieces_of(frames), true), "frames are the same with a stop after each");
}

}  // namespace papo::fuzz
