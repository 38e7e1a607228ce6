#include <gtest/gtest.h>

#include "papo/proto/ws_decoder.h"
#include "tests/support/chunker.h"
#include "tests/support/ws_client.h"

namespace papo::test {
namespace {

using namespace proto;

std::string told(const WsEvent& event) {
    if (const auto* message = std::get_if<WsMessage>(&event)) {
        return (message->text ? "text:" : "binary:") + std::string(message->payload) + " ";
    }
    if (const auto* ping = std::get_if<WsPing>(&event)) return "ping:" + std::string(ping->payload) + " ";
    if (const auto* pong = std::get_if<WsPong>(&event)) return "pong:" + std::string(pong->payload) + " ";
    if (const auto* close = std::get_if<WsClose>(&event)) {
        return "close:" + std::to_string(close->code) + ":" + std::string(close->reason) + " ";
    }
    if (const auto* error = std::get_if<WsError>(&event)) return "error:" + std::to_string(error->close_code) + " ";
    return "";
}

std::string understand(Cuts cuts) {
    WsDecoder decoder(100'000, true);
    std::string said;
    for (auto& cut : cuts) {
        decoder.feed(cut);
        for (auto event = decoder.next(); !std::holds_alternative<WsNeedMore>(event); event = decoder.next()) {
            said += told(event);
        }
    }
    return said;
}

TEST(WsDecoder, ShouldReadFramesHoweverCut) {
    expect_same_however_cut(masked_frame(Opcode::text, "olá") + masked_frame(Opcode::ping, "p") +
                                masked_frame(Opcode::text, "") +
                                masked_frame(Opcode::binary, std::string("\0\xFF", 2)) + masked_frame(Opcode::pong, ""),
                            "text:olá ping:p text: binary:" + std::string("\0\xFF", 2) + " pong: ", understand);
}

TEST(WsDecoder, ShouldJoinFragmentsAroundControlFramesHoweverCut) {
    expect_same_however_cut(masked_frame(Opcode::text, "a\xC3", false) + masked_frame(Opcode::ping, "x") +
                                masked_frame(Opcode::continuation, "\xA1", false) +
                                masked_frame(Opcode::continuation, "") + masked_frame(Opcode::close, "\x03\xE8good"),
                            "ping:x text:aá close:1000:good ", understand);
}

TEST(WsDecoder, ShouldReadEveryFormOfLength) {
    for (const std::size_t size : {0U, 125U, 126U, 127U, 65535U, 65536U, 100'000U}) {
        const std::string text(size, 'x');
        EXPECT_EQ(understand({masked_frame(Opcode::text, text)}), "text:" + text + " ") << size;
    }
}

TEST(WsDecoder, ShouldRefuseBrokenRulesHoweverCut) {
    const auto refused = [](const std::string& bytes, const std::string& code) {
        expect_same_however_cut(bytes, "error:" + code + " ", understand);
    };
    refused(std::string("\x81\x01", 2), "1002");                 // not masked
    refused(std::string("\xC1\x80mask"), "1002");                // a reserved bit
    refused(masked_frame(static_cast<Opcode>(11), ""), "1002");  // an unknown opcode
    refused(masked_frame(Opcode::continuation, ""), "1002");     // nothing to continue
    refused(masked_frame(Opcode::ping, "", false), "1002");      // a fragmented control frame
    refused(std::string("\x89\xFE\x00\x7Emask", 8), "1002");     // a long control frame
    refused(masked_frame(Opcode::text, "a", false) + masked_frame(Opcode::text, "b"), "1002");
    refused(masked_frame(Opcode::close, "\x03"), "1002");                // half a code
    refused(masked_frame(Opcode::close, "\x03\xED"), "1002");            // 1005 is never sent
    refused(masked_frame(Opcode::text, "\xED\xA0\x80"), "1007");         // a surrogate
    refused(masked_frame(Opcode::close, "\x03\xE8\xFF"), "1007");        // bad UTF-8 in a reason
    refused(std::string("\x81\xFE\x00\x05mask", 8), "1002");             // a length written too long
    refused(std::string("\x81\xFF\x80\0\0\0\0\0\0\0mask", 14), "1002");  // a length of 2^63
}

TEST(WsDecoder, ShouldBoundAMessageBeforeReadingIt) {
    std::string head = masked_frame(Opcode::text, std::string(100'001, 'x')).substr(0, 14);
    EXPECT_EQ(understand({head}), "error:1009 ");
    EXPECT_EQ(understand({masked_frame(Opcode::text, std::string(60'000, 'x'), false),
                          masked_frame(Opcode::continuation, std::string(40'001, 'x'))}),
              "error:1009 ");
}

TEST(WsDecoder, ShouldRefuseBinaryWhereOnlyTextIsUnderstood) {
    WsDecoder decoder(10, false);
    auto frame = masked_frame(Opcode::binary, "x");
    decoder.feed(frame);
    EXPECT_EQ(told(decoder.next()), "error:1003 ");
}

TEST(WsDecoder, ShouldLetGoOfBytesBetweenTwoMessages) {
    WsDecoder decoder(100, true);
    auto bytes = masked_frame(Opcode::text, "one") + masked_frame(Opcode::text, "two");
    decoder.feed(bytes);
    EXPECT_EQ(told(decoder.next()), "text:one ");
    const auto rest = decoder.suspend();
    auto again = bytes.substr(bytes.size() - rest);
    decoder.feed(again);
    EXPECT_EQ(told(decoder.next()), "text:two ");
}

TEST(WsEncoder, ShouldCutReasonsBetweenCharacters) {
    const auto frame = close_frame(1008, std::string(122, 'x') + "é");
    EXPECT_EQ(frame.size(), 2U + 2U + 122U);
    EXPECT_EQ(close_frame(1000, "").substr(2), "\x03\xE8");
}

}  // namespace
}  // namespace papo::test
