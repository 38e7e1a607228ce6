// The echo that papo's is measured beside, and who judges both.
#include <gtest/gtest.h>

#include "tests/support/chunker.h"
#include "tools/bench/bound/echo_stream.h"
#include "tools/bench/load/dialect.h"
#include "tools/bench/load/echo.h"

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

TEST(BoundEcho, ShouldTurnFramesAroundHoweverCut) {
    const auto ping = static_cast<unsigned>(proto::Opcode::ping);
    test::expect_same_however_cut(
        client_frame("hello") + client_frame("") + client_frame(std::string(300, 'x')) + client_frame(ping, "p") +
            client_frame("end"),
        framed("hello") + framed("") + framed(std::string(300, 'x')) + framed("p", proto::Opcode::ping) + framed("end"),
        echo_of);
    EXPECT_EQ(echo_of({client_frame(std::string(70'000, 'y'))}), framed(std::string(70'000, 'y')));
}

TEST(LoadEcho, ShouldTellWhenEachWasSent) {
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

TEST(LoadEcho, ShouldNoticeWhatIsNotWhatWasSent) {
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
