#include <gtest/gtest.h>

#include <memory>
#include <vector>

#include "papo/net/reactor.h"
#include "tests/support/tcp_client.h"

namespace papo::test {
namespace {

using namespace net;

// Hears and says nothing.
class Silence final : public Session {
public:
    std::size_t on_bytes(Connection&, std::span<char> bytes, Now) override { return bytes.size(); }
    void on_end(Connection& connection, Now) override { connection.close(); }
    void on_drained(Connection&, Now) override {}
    void on_timeout(Connection&, Now) override {}
    void on_closed(Connection&, Now) override {}
};

class ReactorTest : public testing::Test {
protected:
    void set_limits(std::size_t in_all, std::size_t per_source) {
        reactor->set_limits({in_all, per_source, [](Now) { return "full"; }, [](Now) { return "full for you"; }});
    }
    void SetUp() override {
        auto listener = Listener::listen("127.0.0.1", 0);
        ASSERT_TRUE(listener);
        port = static_cast<std::uint16_t>(std::stoul(listener->address().substr(listener->address().rfind(':') + 1)));
        reactor->add_listener(std::move(*listener));
        reactor->set_source_of([this](const Address&) { return source; });
        reactor->on_accept([this](Connection& connection, Now) {
            last = connection.id();
            connection.send("in");
            return std::make_unique<Silence>();
        });
    }
    // What a new connection of `source` is told.
    std::string connect(std::uint64_t as) {
        source = as;
        clients.push_back(std::make_unique<TcpClient>(port));
        const auto before = told();
        while (told() == before) turn();
        turn();
        return clients.back()->receive();
    }
    std::uint64_t told() const {
        const auto& counts = reactor->limit_counts();
        return last + counts.of(Limit::connections) + counts.of(Limit::connections_per_address);
    }
    void turn() { reactor->run_once(read_clocks().mono_ms); }
    // Ends the connection that was made first.
    void leave() {
        const auto count = reactor->connection_count();
        clients.erase(clients.begin());
        while (reactor->connection_count() == count) turn();
    }

    std::unique_ptr<Reactor> reactor = std::move(*Reactor::create());
    std::uint16_t port = 0;
    std::uint64_t source = 0;
    std::uint64_t last = 0;  // connection that came in
    std::vector<std::unique_ptr<TcpClient>> clients;
};

TEST_F(ReactorTest, ShouldTakeConnectionsOfOneSourceUpToItsLimit) {
    set_limits(10, 2);
    EXPECT_EQ(connect(7), "in");
    EXPECT_EQ(connect(7), "in");
    EXPECT_EQ(connect(7), "full for you");
    EXPECT_EQ(connect(8), "in") << "others have places of their own";
    EXPECT_EQ(reactor->limit_counts().of(Limit::connections_per_address), 1U);
    leave();
    EXPECT_EQ(connect(7), "in") << "a place that is given back is there again";
}

TEST_F(ReactorTest, ShouldNotLimitThoseWhoHaveNoSource) {
    set_limits(10, 1);
    for (int i = 0; i < 10; ++i) EXPECT_EQ(connect(0), "in");
    EXPECT_EQ(connect(0), "full");
    EXPECT_EQ(reactor->limit_counts().of(Limit::connections), 1U);
}

TEST_F(ReactorTest, ShouldNotCountTheRefusedAmongThoseInside) {
    set_limits(2, 1);
    EXPECT_EQ(connect(7), "in");
    for (int i = 0; i < 5; ++i) EXPECT_EQ(connect(7), "full for you");
    EXPECT_EQ(connect(8), "in") << "the refused take nobody's place while they linger";
    EXPECT_EQ(connect(9), "full");
}

TEST_F(ReactorTest, ShouldMoveAConnectionToAnotherSourceIfThereIsRoom) {
    set_limits(10, 1);
    EXPECT_EQ(connect(0), "in");
    auto& first = *reactor->find(last);
    EXPECT_TRUE(first.count_for(7));
    EXPECT_EQ(connect(0), "in");
    auto& second = *reactor->find(last);
    EXPECT_FALSE(second.count_for(7));
    EXPECT_EQ(second.source(), 0U);
    EXPECT_TRUE(first.count_for(7)) << "it has the place already";
    EXPECT_TRUE(first.count_for(8));
    EXPECT_TRUE(second.count_for(7)) << "the place was given back";
}

TEST_F(ReactorTest, ShouldJustCloseWhatIsFarAboveTheLimit) {
    set_limits(10, 1);
    EXPECT_EQ(connect(7), "in");
    for (int i = 0; i < 64; ++i) EXPECT_EQ(connect(7), "full for you");
    EXPECT_EQ(connect(7), "") << "64 are told at a time";
    EXPECT_EQ(reactor->connection_count(), 65U);
    EXPECT_EQ(reactor->limit_counts().of(Limit::connections_per_address), 65U);
}

}  // namespace
}  // namespace papo::test
