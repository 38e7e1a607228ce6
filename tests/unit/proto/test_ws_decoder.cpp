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

std::string understand_with(WsDecoder decoder, Cuts cuts) {
    std::string said;
    for (auto& cut : cuts) {
        decoder.feed(cut);
        for (auto event = decoder.next(); !std::holds_alternative<WsNeedMore>(event); event = decoder.next()) {
            said += told(event);
        }
    }
    return said;
}

std::string understand_frames(Cuts cuts) {
    return understand_with({100'000, true}, std::move(cuts));
}

TEST(WsDecoder, ShouldReadFramesHoweverCut) {
    expect_same_however_cut(masked_frame(Opcode::text, "olá") + masked_frame(Opcode::ping, "p") +
                                masked_frame(Opcode::text, "") +
                                masked_frame(Opcode::binary, std::string("\0\xFF", 2)) + masked_frame(Opcode::pong, ""),
                            "text:olá ping:p text: binary:" + std::string("\0\xFF", 2) + " pong: ", understand_frames);
}

TEST(WsDecoder, ShouldJoinFragmentsAroundControlFramesHoweverCut) {
    expect_same_however_cut(masked_frame(Opcode::text, "a\xC3", false) + masked_frame(Opcode::ping, "x") +
                                masked_frame(Opcode::continuation, "\xA1", false) +
                                masked_frame(Opcode::continuation, "") + masked_frame(Opcode::close, "\x03\xE8good"),
                            "ping:x text:aá close:1000:good ", understand_frames);
}

TEST(WsDecoder, ShouldReadEveryFormOfLength) {
    for (const std::size_t size : {0U, 125U, 126U, 127U, 65535U, 65536U, 100'000U}) {
        const std::string text(size, 'x');
        EXPECT_EQ(understand_frames({masked_frame(Opcode::text, text)}), "text:" + text + " ") << size;
    }
}

TEST(WsDecoder, ShouldRefuseBrokenRulesHoweverCut) {
    const auto refused = [](const std::string& bytes, const std::string& code) {
        expect_same_however_cut(bytes, "error:" + code + " ", understand_frames);
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

TEST(WsDecoder, ShouldRefuseABadHeadAfterItsFirstTwoBytes) {
    for (const auto* bytes : {"\x91\x80", "\xA1\x80", "\xC1\x80", "\x83\x80", "\x87\x80", "\x8B\x80", "\x8F\x80",
                              "\x80\x80", "\x81\x7E", "\x89\xFE", "\x8A\xFF", "\x08\x80", "\x09\x80"}) {
        EXPECT_EQ(understand_frames({bytes}), "error:1002 ") << testing::PrintToString(bytes);
    }
    EXPECT_EQ(understand_frames({masked_frame(Opcode::text, "a", false) + "\x82\x80"}), "error:1002 ");
}

TEST(WsDecoder, ShouldTakeOnlyValidCloseCodes) {
    for (unsigned code = 0; code <= 0xFFFF; ++code) {
        const bool named = (code >= 1000 && code <= 1014 && code != 1004 && code != 1005 && code != 1006);
        const auto payload = std::string{static_cast<char>(code >> 8U), static_cast<char>(code & 0xFFU)};
        const auto expected = named || (code >= 3000 && code <= 4999) ? "close:" + std::to_string(code) + ": "
                                                                      : std::string("error:1002 ");
        ASSERT_EQ(understand_frames({masked_frame(Opcode::close, payload)}), expected) << code;
    }
}

TEST(WsDecoder, ShouldTakeAnEmptyAndAFullClose) {
    expect_same_however_cut(masked_frame(Opcode::close, ""), "close:1005: ", understand_frames);
    const std::string reason(123, 'x');
    expect_same_however_cut(masked_frame(Opcode::close, "\x03\xE8" + reason), "close:1000:" + reason + " ",
                            understand_frames);
}

TEST(WsDecoder, ShouldSayNothingMoreAfterAClose) {
    EXPECT_EQ(understand_frames({masked_frame(Opcode::close, "\x03\xE8") + masked_frame(Opcode::ping, "") +
                                     masked_frame(Opcode::text, "x"),
                                 masked_frame(Opcode::text, "y")}),
              "close:1000: ");
}

TEST(WsDecoder, ShouldRefuseBadUtf8AtTheByteThatShowsIt) {
    // Only the beginning of a long frame has arrived (RFC 6455 section 8.1, RFC 3629 section 3).
    const auto up_to = [](const std::string& text, Opcode opcode = Opcode::text) {
        const auto whole = masked_frame(opcode, text + std::string(100, 'x'));
        return understand_frames({whole.substr(0, whole.size() - 100)});
    };
    for (const std::string bad : {"\x80", "\xC0", "\xC3\x28", "\xE0\x9F", "\xED\xA0", "\xF0\x8F", "\xF4\x90", "\xF5",
                                  "\xFF", "\xCE\xBA\xE1\xBD\xB9\xCF\x83\xCE\xBC\xCE\xB5\xF4\x90"}) {
        EXPECT_EQ(up_to(bad), "error:1007 ");
        EXPECT_EQ(up_to(bad.substr(0, bad.size() - 1)), "") << "the bytes before are valid";
        EXPECT_EQ(up_to("olá \U0001F600" + bad), "error:1007 ");
        EXPECT_EQ(understand_frames({masked_frame(Opcode::text, bad.substr(0, bad.size() - 1), false) +
                                     masked_frame(Opcode::ping, "p") +
                                     masked_frame(Opcode::continuation, bad.substr(bad.size() - 1), false)}),
                  "ping:p error:1007 ");
    }
    const auto close = masked_frame(Opcode::close, "\x03\xE8\xC3\x28" + std::string(50, 'x'));
    EXPECT_EQ(understand_frames({close.substr(0, close.size() - 50)}), "error:1007 ");
    EXPECT_EQ(understand_frames({masked_frame(Opcode::close, "\x03\xE8\xC3")}), "error:1007 ");
    const auto code = masked_frame(Opcode::close, "\x03\xED" + std::string(50, 'x'));
    EXPECT_EQ(understand_frames({code.substr(0, code.size() - 50)}), "error:1002 ");
}

TEST(WsDecoder, ShouldReadManyPingsWithinALargeMessageInChops) {
    std::string bytes;
    std::string whole;
    std::string pings;
    for (int i = 0; i < 1000; ++i) {
        const auto piece = std::string(63, static_cast<char>('a' + i % 26)) + "\n";
        bytes += masked_frame(i == 0 ? Opcode::text : Opcode::continuation, piece, i == 999);
        whole += piece;
        if (i % 100 != 99 || i == 999) continue;
        bytes += masked_frame(Opcode::ping, std::string(125, 'p'));
        pings += "ping:" + std::string(125, 'p') + " ";
    }
    EXPECT_EQ(understand_frames({bytes}), pings + "text:" + whole + " ");
    Cuts cuts;
    for (std::size_t at = 0; at < bytes.size(); at += 7) cuts.push_back(bytes.substr(at, 7));
    EXPECT_EQ(understand_frames(cuts), pings + "text:" + whole + " ");
}

TEST(WsDecoder, ShouldTakeAMessageOfExactlyTheLimit) {
    const std::string most(100'000, 'x');
    EXPECT_EQ(understand_frames({masked_frame(Opcode::text, most)}), "text:" + most + " ");
    EXPECT_EQ(understand_frames({masked_frame(Opcode::text, most, false) + masked_frame(Opcode::continuation, "")}),
              "text:" + most + " ");
    EXPECT_EQ(understand_frames({masked_frame(Opcode::text, most, false) + masked_frame(Opcode::continuation, "y")}),
              "error:1009 ");
    EXPECT_EQ(understand_frames({std::string("\x81\xFF\x7F\xFF\xFF\xFF\xFF\xFF\xFF\xFFmask", 14)}), "error:1009 ");
}

TEST(WsDecoder, ShouldGiveMessagesWhereverTheyLie) {
    WsDecoder decoder(100, true);
    for (const bool cut : {false, true}) {
        auto bytes = masked_frame(Opcode::text, "a message of some length, so that it is on the heap");
        auto first = bytes.substr(0, cut ? 20 : 0);
        auto second = bytes.substr(first.size());
        decoder.feed(first);
        ASSERT_TRUE(std::holds_alternative<WsNeedMore>(decoder.next()));
        decoder.feed(second);
        const auto event = decoder.next();
        EXPECT_EQ(decoder.take(std::get<WsMessage>(event)), "a message of some length, so that it is on the heap");
    }
}

TEST(WsDecoder, ShouldLimitAMessageBeforeReadingIt) {
    std::string head = masked_frame(Opcode::text, std::string(100'001, 'x')).substr(0, 14);
    EXPECT_EQ(understand_frames({head}), "error:1009 ");
    EXPECT_EQ(understand_frames({masked_frame(Opcode::text, std::string(60'000, 'x'), false),
                                 masked_frame(Opcode::continuation, std::string(40'001, 'x'))}),
              "error:1009 ");
}

TEST(WsDecoder, ShouldRefuseBinaryIfOnlyTextIsAllowed) {
    WsDecoder decoder(10, false);
    auto frame = masked_frame(Opcode::binary, "x");
    decoder.feed(frame);
    EXPECT_EQ(told(decoder.next()), "error:1003 ");
}

TEST(WsDecoder, ShouldReleaseBytesBetweenTwoMessages) {
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
