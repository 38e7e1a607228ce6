#include <gtest/gtest.h>

#include "papo/proto/ws_decoder.h"
#include "tests/support/chunker.h"
#include "tools/bench/load/dialect.h"
#include "tools/bench/load/frame_walker.h"

namespace papo::load {
namespace {

std::string framed_text(const std::string& payload, proto::Opcode opcode = proto::Opcode::text) {
    std::string frame;
    proto::append_frame(frame, opcode, payload);
    return frame;
}

// Walks as the swarm does: what is left of one piece goes in front of the next.
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

TEST(LoadFrames, ShouldBeFoundHoweverCut) {
    test::expect_same_however_cut(
        framed_text("hello") + framed_text("", proto::Opcode::ping) + framed_text(std::string(126, 'x')) + "\x81",
        "1:5 9:0 1:126 rest 1", walk);
}

TEST(LoadFrames, ShouldHaveLengthsOfEverySize) {
    for (const std::size_t size : {0U, 125U, 126U, 65535U, 65536U}) {
        const auto bytes = framed_text(std::string(size, 'x')) + framed_text("next");
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

TEST(LoadFrames, ShouldBeBrokenWhenAServerMasksCutsOrMeansTooMuch) {
    for (const auto& bytes :
         {framed_text("hello").replace(0, 1, 1, '\x01'), std::string("\x81\x85\x01\x02\x03\x04hello", 11),
          std::string("\x81\x7F\x7F\xFF\xFF\xFF\xFF\xFF\xFF\xFF", 10)}) {
        FrameWalker walker(bytes);
        Frame frame;
        EXPECT_FALSE(walker.next(frame));
        EXPECT_TRUE(walker.broken());
    }
}

TEST(LoadFrames, ShouldBeUnderstoodByTheServerWhenAClientSendsThem) {
    auto bytes = client_frame("hello") + client_frame(std::string(300, 'y'));
    proto::WsDecoder decoder(1000, false);
    decoder.feed(bytes);
    EXPECT_EQ(std::get<proto::WsMessage>(decoder.next()).payload, "hello");
    EXPECT_EQ(std::get<proto::WsMessage>(decoder.next()).payload, std::string(300, 'y'));
}

TEST(LoadDialect, ShouldFillInTheBlanks) {
    EXPECT_EQ(fill("[{id}|{room}|{name}|{text}|{other}|{room}", {"r", "n", "7", "{id}"}), "[7|r|n|{id}|{other}|r");
}

TEST(LoadDialect, ShouldGiveEachMessageItsOwnTextOfTheSameSize) {
    EXPECT_EQ(id_text(1234), "0000001234");
    EXPECT_EQ(message_text(1234, 16).size(), 16U);
    EXPECT_TRUE(message_text(1234, 200).starts_with("0000001234"));
    EXPECT_EQ(message_text(1234, 200).size(), 200U);
}

}  // namespace
}  // namespace papo::load
