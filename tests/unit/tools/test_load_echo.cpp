// The reference echo that papo's echo is compared with, and the client that checks both.
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/support/chunker.h"
#include "tools/bench/bound/client_frames.h"
#include "tools/bench/bound/echo_stream.h"
#include "tools/bench/load/echo.h"
#include "tools/client/masked_frame.h"

namespace papo::load {
namespace {

std::string echo_of(test::Cuts cuts) {
    bound::EchoStream stream;
    std::string echo;
    for (auto& cut : cuts) echo += cut.substr(0, stream.turn(cut));
    return echo;
}

std::string framed(const std::string& payload, proto::Opcode opcode = proto::Opcode::text) {
    std::string frame;
    proto::append_frame(frame, opcode, payload);
    return frame;
}

std::string sent(const std::string& payload, proto::Opcode opcode = proto::Opcode::text) {
    return client::masked_frame(opcode, payload);
}

TEST(BoundEcho, ShouldEchoFramesHoweverCut) {
    constexpr auto ping = proto::Opcode::ping;
    const std::string long_text(300, 'x');
    test::expect_same_however_cut(sent("hello") + sent("") + sent(long_text) + sent("p", ping) + sent("end"),
                                  framed("hello") + framed("") + framed(long_text) + framed("p", ping) + framed("end"),
                                  echo_of);
    EXPECT_EQ(echo_of({sent(std::string(70'000, 'y'))}), framed(std::string(70'000, 'y')));
}

TEST(BoundFrames, ShouldBeUnmaskedWhereTheyLie) {
    for (const std::size_t size : {0U, 125U, 126U, 65536U}) {
        auto bytes = sent(std::string(size, 'x')) + sent("p", proto::Opcode::ping);
        for (std::size_t cut = 0; cut < std::min<std::size_t>(20, size); ++cut) {
            EXPECT_FALSE(bound::take_frame(bytes.data(), cut)) << cut;
        }
        const auto first = bound::take_frame(bytes.data(), bytes.size());
        ASSERT_TRUE(first);
        EXPECT_EQ(first->payload, std::string(size, 'x'));
        const auto second = bound::take_frame(bytes.data() + first->size, bytes.size() - first->size);
        ASSERT_TRUE(second);
        EXPECT_EQ(second->opcode, proto::Opcode::ping);
        EXPECT_EQ(second->payload, "p");
        EXPECT_EQ(first->size + second->size, bytes.size());
    }
}

TEST(LoadEcho, ShouldTellWhenEachMessageWasSent) {
    EchoLedger ledger(2, 20);
    ledger.sent(0, 100);
    ledger.sent(0, 200);
    ledger.sent(1, 300);
    EXPECT_EQ(ledger.received(0, ledger.text(0)), 100);
    EXPECT_EQ(ledger.received(1, ledger.text(1)), 300);
    EXPECT_EQ(ledger.under_way(), 1U);
    EXPECT_EQ(ledger.faults().lost, 1U);
    EXPECT_EQ(ledger.received(0, ledger.text(0)), 200);
    EXPECT_EQ(ledger.faults().total(), 0U);
    EXPECT_EQ(ledger.received(), 3U);
}

TEST(LoadEcho, ShouldNoticeAChangedEcho) {
    EchoLedger ledger(2, 20);
    ASSERT_NE(ledger.text(0), ledger.text(1));
    ledger.sent(0, 100);
    EXPECT_EQ(ledger.received(0, ledger.text(1)), std::nullopt);
    EXPECT_EQ(ledger.faults().altered, 1U);
    EXPECT_EQ(ledger.received(0, ledger.text(0)), std::nullopt);
    EXPECT_EQ(ledger.faults().duplicate, 1U);
}

}  // namespace
}  // namespace papo::load
