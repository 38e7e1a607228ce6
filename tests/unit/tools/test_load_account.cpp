// How the load generator reads deliveries and accounts for them.
#include <gtest/gtest.h>

#include "tools/bench/load/known_messages.h"
#include "tools/bench/load/ledger.h"
#include "tools/bench/load/message_scanner.h"

namespace papo::load {
namespace {

std::string message(const std::string& seq, const std::string& id) {
    return R"({"type":"message","room":"r","seq":)" + seq + R"(,"ts":1700000000000,"from":"ana","id":")" + id +
           R"(","kind":"text","text":"hi"})";
}

std::string seen(MessageScanner& scanner, const std::string& payload) {
    const auto sighting = scanner.scan(payload);
    return sighting ? std::to_string(sighting->seq) + "/" + std::to_string(sighting->id) : "none";
}

TEST(LoadScanner, ShouldFindNumberAndIdWhereverTheyAre) {
    const auto dialect = papo_dialect();
    MessageScanner scanner(dialect);
    EXPECT_EQ(seen(scanner, message("9", "0000000017")), "9/17");
    EXPECT_EQ(seen(scanner, message("10", "0000000018")), "10/18");
    EXPECT_EQ(seen(scanner, R"({"id":"5","seq":11,"type":"message"})"), "11/5");
    EXPECT_EQ(seen(scanner, R"({"seq":12,"id":"6","type":"message"})"), "12/6");
    EXPECT_EQ(seen(scanner, message("13", "0000000019")), "13/19");
}

TEST(LoadScanner, ShouldSkipOtherMessages) {
    const auto dialect = papo_dialect();
    MessageScanner scanner(dialect);
    EXPECT_EQ(seen(scanner, message("1", "0")), "1/0");
    EXPECT_EQ(seen(scanner, R"({"type":"presence","room":"r","event":"join","name":"bia","members":2})"), "none");
    EXPECT_EQ(seen(scanner, message("", "0")), "none");
    EXPECT_EQ(seen(scanner, message("1", "x")), "none");
    EXPECT_EQ(seen(scanner, ""), "none");
}

TEST(LoadScanner, ShouldDoWithoutNumbers) {
    Dialect dialect;
    dialect.id_marker = "id=";
    MessageScanner scanner(dialect);
    EXPECT_EQ(seen(scanner, "chat,id=0042 hello"), "0/42");
}

TEST(LoadKnownMessages, ShouldKnowOnlyEqualBytes) {
    KnownMessages known(2);
    known.keep(1, {300, 7}, "abc");
    ASSERT_NE(known.find(1, 300, "abc"), nullptr);
    EXPECT_EQ(known.find(1, 300, "abc")->id, 7U);
    EXPECT_EQ(known.find(1, 300, "abd"), nullptr);
    EXPECT_EQ(known.find(0, 300, "abc"), nullptr);
    EXPECT_EQ(known.find(1, 301, "abc"), nullptr);
    known.keep(1, {300 + 256, 8}, "def");
    EXPECT_EQ(known.find(1, 300, "abc"), nullptr);
}

// Two readers in each of two rooms; reader 0 has sent ids 0, 1 and 2.
class LoadLedger : public testing::Test {
protected:
    LoadLedger() {
        for (int i = 0; i < 3; ++i) ledger_.sent(0, 100 + i);
    }
    void deliver(std::size_t reader, std::vector<Sighting> all) {
        for (const auto& sighting : all) ledger_.received(reader, sighting);
    }
    Ledger ledger_{4, 2};
};

TEST_F(LoadLedger, ShouldAcceptACorrectRun) {
    ledger_.joined(0, 40);
    ledger_.joined(2, 40);
    deliver(0, {{41, 0}, {42, 1}, {43, 2}});
    deliver(2, {{41, 0}, {42, 1}, {43, 2}});
    EXPECT_EQ(ledger_.expected(), 6U);
    EXPECT_EQ(ledger_.delivered(), 6U);
    EXPECT_EQ(ledger_.faults().total(), 0U);
}

TEST_F(LoadLedger, ShouldTellWhenAndByWhomAMessageWasSent) {
    const auto* sent = ledger_.received(2, {1, 1});
    ASSERT_NE(sent, nullptr);
    EXPECT_EQ(sent->due, 101);
    EXPECT_EQ(sent->sender, 0U);
}

TEST_F(LoadLedger, ShouldCountLosses) {
    ledger_.joined(0, 0);
    deliver(0, {{1, 0}, {3, 2}});
    deliver(2, {{1, 0}, {2, 1}, {3, 2}});
    EXPECT_EQ(ledger_.faults().gaps, 1U);
    EXPECT_EQ(ledger_.faults().lost, 1U);
}

TEST_F(LoadLedger, ShouldCountRepetitions) {
    deliver(0, {{1, 0}, {2, 1}, {2, 1}, {3, 2}});
    deliver(2, {{1, 0}, {2, 1}, {3, 2}, {4, 2}});
    EXPECT_EQ(ledger_.faults().duplicate, 2U);
    EXPECT_EQ(ledger_.faults().lost, 0U);
}

TEST_F(LoadLedger, ShouldNoticeThatTwoReadersHaveDifferentOrders) {
    deliver(0, {{1, 0}, {2, 1}, {3, 2}});
    deliver(2, {{1, 0}, {2, 2}, {3, 1}});
    EXPECT_EQ(ledger_.faults().disorder, 2U);
}

TEST_F(LoadLedger, ShouldNoticeMessagesThatItNeverSentToThatRoom) {
    EXPECT_EQ(ledger_.received(1, {1, 0}), nullptr);
    EXPECT_EQ(ledger_.received(0, {1, 3}), nullptr);
    EXPECT_EQ(ledger_.faults().foreign, 2U);
}

}  // namespace
}  // namespace papo::load
