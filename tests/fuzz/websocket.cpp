// Client frames, also compressed ones: the events do not depend on how the bytes arrive, messages keep their limit, and
// text is UTF-8. Also the extension offers of clients, and the round trip through compression.
#include <array>

#include "papo/base/utf8.h"
#include "papo/proto/ws_decoder.h"
#include "papo/proto/ws_deflate.h"
#include "papo/proto/ws_extensions.h"
#include "tests/fuzz/target.h"

namespace papo::fuzz {
namespace {

using namespace proto;

struct Rules {
    std::uint64_t max_message = 0;
    bool binary_allowed = false;
    std::optional<DeflateTerms> terms;
};

std::string told(const WsEvent& event, const Rules& rules) {
    if (const auto* message = std::get_if<WsMessage>(&event)) {
        require(message->payload.size() <= rules.max_message, "a message is within its bound");
        require(!message->text || is_utf8(message->payload), "a text is UTF-8");
        require(message->text || rules.binary_allowed, "a binary message comes only if the rules allow it");
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
    const auto code = std::get<WsError>(event).close_code;
    // If a message is both too large and invalid deflate, the pieces decide which error the decoder finds first.
    if (rules.terms && (code == 1007 || code == 1009)) return "error:1007 or 1009\n";
    return "error:" + std::to_string(code) + "\n";
}

// `stopping`: stops reading after each event, like a protocol under back-pressure.
std::string understand(const Rules& rules, std::vector<std::vector<char>> pieces, bool stopping) {
    WsDecoder decoder(rules.max_message, rules.binary_allowed, rules.terms);
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

Rules rules_of(unsigned choice) {
    constexpr std::array<std::uint64_t, 4> bounds{10, 1000, 70'000, 16U << 20U};
    Rules rules{bounds[choice & 3U], (choice & 4U) != 0, {}};
    if ((choice & 8U) == 0) return rules;
    rules.terms.emplace();
    rules.terms->client_takeover = (choice & 16U) != 0;
    if ((choice & 32U) != 0) rules.terms->client_window_bits = 8 + static_cast<int>(choice >> 6U);
    return rules;
}

void check_frames(const Rules& rules, std::string_view frames) {
    const auto whole = understand(rules, {exact(frames)}, false);
    require_equal(whole, understand(rules, pieces_of(frames), false), "frames are the same however cut");
    require_equal(whole, understand(rules, pieces_of(frames), true), "frames are the same with a stop after each");
}

// Sends the payload twice: encodes it as the server, masks the frame with zeros, and decodes it as a client's frame.
void check_round_trip(std::string_view payload, bool takeover) {
    DeflateTerms terms;
    terms.client_takeover = takeover;
    Deflater deflater(15, takeover);
    WsDecoder decoder(payload.size(), true, terms);
    for (int round = 0; round < 2; ++round) {
        std::string frame;
        deflater.append_frame(frame, Opcode::binary, payload);
        const auto size = static_cast<unsigned char>(frame[1]);
        frame[1] = static_cast<char>(size | 0x80U);
        frame.insert(size < 126 ? 2 : 4, 4, '\0');
        decoder.feed(frame);
        const auto event = decoder.next();
        const auto* message = std::get_if<WsMessage>(&event);
        require(message != nullptr && message->payload == payload, "a compressed message inflates to its payload");
    }
}

void check_offer(std::string_view header) {
    const auto offers = parse_extensions(header);
    (void)parse_tokens(header);
    if (!offers) return;
    for (const int least : {9, 15}) {
        const auto terms = accept_deflate(*offers, {true, true, least});
        if (!terms) continue;
        require(terms->server_window_bits.value_or(15) >= least && terms->server_window_bits.value_or(15) <= 15,
                "the server's window is one that the server supports");
        require(terms->client_window_bits.value_or(15) >= 8 && terms->client_window_bits.value_or(15) <= 15,
                "the client's window is a valid one");
        require(parse_extensions(to_header(*terms)).has_value(), "the answer to an offer is well-formed");
    }
}

}  // namespace

// The input's first byte chooses the rules; the rest serves as frames, as a payload, and as an offer.
void websocket(std::string_view input) {
    const auto choice = input.empty() ? 0U : static_cast<unsigned>(static_cast<std::uint8_t>(input.front()));
    const auto rest = input.substr(input.empty() ? 0 : 1);
    check_frames(rules_of(choice), rest);
    if (rest.size() <= 0xFFFF) check_round_trip(rest, (choice & 1U) != 0);
    check_offer(rest);
}

}  // namespace papo::fuzz
