// The code that all clients of tests and tools share: their frames, the server's frames, and the upgrade.
#include <gtest/gtest.h>

#include "papo/proto/ws_decoder.h"
#include "tests/support/chunker.h"
#include "tools/client/frame_walker.h"
#include "tools/client/masked_frame.h"
#include "tools/client/upgrade.h"

namespace papo::client {
namespace {

using proto::Opcode;

std::string server_frame(const std::string& payload, Opcode opcode = Opcode::text) {
    std::string frame;
    proto::append_frame(frame, opcode, payload);
    return frame;
}

// Walks as a client does: puts the rest of one piece before the next piece.
std::string walk(const test::Cuts& cuts) {
    std::string seen;
    std::string kept;
    for (const auto& cut : cuts) {
        kept += cut;
        FrameWalker walker(kept);
        for (Frame frame; walker.next(frame);) {
            seen += std::to_string(static_cast<int>(frame.opcode)) + ":" + std::to_string(frame.payload.size()) + " ";
        }
        kept.erase(0, walker.consumed());
    }
    return seen + "rest " + std::to_string(kept.size());
}

TEST(ClientFrameWalker, ShouldFindFramesHoweverCut) {
    test::expect_same_however_cut(
        server_frame("hello") + server_frame("", Opcode::ping) + server_frame(std::string(126, 'x')) + "\x81",
        "1:5 9:0 1:126 rest 1", walk);
}

TEST(ClientFrameWalker, ShouldReadLengthsOfEverySize) {
    for (const std::size_t size : {0U, 125U, 126U, 65535U, 65536U}) {
        const auto bytes = server_frame(std::string(size, 'x')) + server_frame("next");
        FrameWalker walker(bytes);
        Frame frame;
        ASSERT_TRUE(walker.next(frame));
        EXPECT_EQ(frame.payload.size(), size);
        ASSERT_TRUE(walker.next(frame));
        EXPECT_EQ(frame.payload, "next");
        EXPECT_FALSE(walker.next(frame));
        EXPECT_EQ(walker.consumed(), bytes.size());
    }
}

TEST(ClientFrameWalker, ShouldRefuseMaskedFragmentedAndTooLargeFrames) {
    for (const auto& bytes :
         {server_frame("hello").replace(0, 1, 1, '\x01'), std::string("\x81\x85\x01\x02\x03\x04hello", 11),
          std::string("\x81\x7F\x7F\xFF\xFF\xFF\xFF\xFF\xFF\xFF", 10)}) {
        FrameWalker walker(bytes);
        Frame frame;
        EXPECT_FALSE(walker.next(frame));
        EXPECT_TRUE(walker.broken());
        EXPECT_EQ(walker.consumed(), 0U);
    }
}

TEST(ClientFrameWalker, ShouldReadTheCodeOfAClose) {
    EXPECT_EQ(close_code("\x03\xF5too slow"), 1013);
    EXPECT_EQ(close_code("\x03"), 1005);
    EXPECT_EQ(close_code(""), 1005);
}

TEST(ClientFrameHead, ShouldReadTheBytesBeforeThePayload) {
    for (const std::size_t size : {0U, 125U, 126U, 65535U, 65536U}) {
        auto bytes = masked_frame(Opcode::binary, std::string(size, 'x'), false);
        bytes[0] = static_cast<char>(bytes[0] | 0x40);
        const auto head = frame_head(bytes);
        ASSERT_TRUE(head);
        EXPECT_EQ(head->opcode, Opcode::binary);
        EXPECT_FALSE(head->fin);
        EXPECT_TRUE(head->compressed);
        EXPECT_TRUE(head->masked);
        EXPECT_EQ(head->payload, size);
        EXPECT_EQ(head->size + head->payload, bytes.size());
        for (std::size_t cut = 0; cut < head->size; ++cut) EXPECT_FALSE(frame_head(bytes.substr(0, cut))) << cut;
    }
}

TEST(ClientMaskedFrame, ShouldBeUnderstoodByTheServer) {
    auto bytes = masked_frame(Opcode::text, "hello") + masked_frame(Opcode::text, std::string(150, 'y'), false) +
                 masked_frame(Opcode::continuation, std::string(150, 'y'));
    proto::WsDecoder decoder(1000, false);
    decoder.feed(bytes);
    EXPECT_EQ(std::get<proto::WsMessage>(decoder.next()).payload, "hello");
    EXPECT_EQ(std::get<proto::WsMessage>(decoder.next()).payload, std::string(300, 'y'));
}

TEST(ClientUpgrade, ShouldFollowTheStandard) {
    EXPECT_EQ(upgrade_request("papo.local", "/ws?room=sala1", "Origin: http://papo.local\r\n"),
              "GET /ws?room=sala1 HTTP/1.1\r\nHost: papo.local\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
              "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
              "Origin: http://papo.local\r\n\r\n");
}

TEST(ClientUpgrade, ShouldWaitForTheWholeHeadAndLeaveTheFrames) {
    const std::string head = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n";
    for (std::size_t cut = 0; cut < head.size(); ++cut) EXPECT_FALSE(upgrade_answer(head.substr(0, cut))) << cut;
    const auto answer = upgrade_answer(head + server_frame("hello"));
    ASSERT_TRUE(answer);
    EXPECT_TRUE(answer->agreed);
    EXPECT_EQ(answer->size, head.size());
}

TEST(ClientUpgrade, ShouldReportARefusal) {
    const std::string refusal = "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 5\r\n\r\n{}";
    const auto answer = upgrade_answer(refusal);
    ASSERT_TRUE(answer);
    EXPECT_FALSE(answer->agreed);
    EXPECT_EQ(answer->status_line, "HTTP/1.1 503 Service Unavailable");
}

}  // namespace
}  // namespace papo::client
