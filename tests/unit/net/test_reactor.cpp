#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "papo/net/reactor.h"
#include "tests/support/tcp_client.h"

namespace papo::test {
namespace {

using namespace net;

// A protocol that reads everything and sends nothing.
class Silence : public Protocol {
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
        reactor->acceptor().set_limits(
            {in_all, per_source, [](Now) { return "full"; }, [](Now) { return "full for you"; }});
    }
    void SetUp() override {
        auto listener = Listener::listen("127.0.0.1", 0);
        ASSERT_TRUE(listener);
        port = static_cast<std::uint16_t>(std::stoul(listener->address().substr(listener->address().rfind(':') + 1)));
        reactor->acceptor().add(std::move(*listener));
        reactor->acceptor().set_source_of([this](const Address&) { return source; });
        reactor->acceptor().on_accept([this](Connection& connection, Now) {
            last = connection.id();
            connection.send("in");
            return std::make_unique<Silence>();
        });
    }
    // Connects from the source `as` and returns the first bytes from the server.
    std::string connect(std::uint64_t as) {
        source = as;
        clients.push_back(std::make_unique<TcpClient>(port));
        const auto before = told();
        while (told() == before) turn();
        turn();
        return clients.back()->receive();
    }
    std::uint64_t told() const {
        const auto& counts = reactor->acceptor().limit_counts();
        return last + counts.of(Limit::connections) + counts.of(Limit::connections_per_address);
    }
    void turn() { reactor->run_once(read_clocks().mono_ms); }
    // Ends the oldest connection.
    void leave() {
        const auto count = reactor->connection_count();
        clients.erase(clients.begin());
        while (reactor->connection_count() == count) turn();
    }

    std::unique_ptr<Reactor> reactor = std::move(*Reactor::create());
    std::uint16_t port = 0;
    std::uint64_t source = 0;
    std::uint64_t last = 0;  // id of the newest connection
    std::vector<std::unique_ptr<TcpClient>> clients;
};

TEST_F(ReactorTest, ShouldTakeConnectionsOfOneSourceUpToItsLimit) {
    set_limits(10, 2);
    EXPECT_EQ(connect(7), "in");
    EXPECT_EQ(connect(7), "in");
    EXPECT_EQ(connect(7), "full for you");
    EXPECT_EQ(connect(8), "in") << "each source has its limit";
    EXPECT_EQ(reactor->acceptor().limit_counts().of(Limit::connections_per_address), 1U);
    leave();
    EXPECT_EQ(connect(7), "in") << "a closed connection frees its place";
}

TEST_F(ReactorTest, ShouldNotLimitConnectionsWithoutASource) {
    set_limits(10, 1);
    for (int i = 0; i < 10; ++i) EXPECT_EQ(connect(0), "in");
    EXPECT_EQ(connect(0), "full");
    EXPECT_EQ(reactor->acceptor().limit_counts().of(Limit::connections), 1U);
}

TEST_F(ReactorTest, ShouldNotCountRefusedConnections) {
    set_limits(2, 1);
    EXPECT_EQ(connect(7), "in");
    for (int i = 0; i < 5; ++i) EXPECT_EQ(connect(7), "full for you");
    EXPECT_EQ(connect(8), "in") << "a refused connection takes no place while it closes";
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
    EXPECT_TRUE(first.count_for(7)) << "the connection already has its place";
    EXPECT_TRUE(first.count_for(8));
    EXPECT_TRUE(second.count_for(7)) << "the old source's place is free again";
}

TEST_F(ReactorTest, ShouldCloseWithoutAnAnswerFarAboveTheLimit) {
    set_limits(10, 1);
    EXPECT_EQ(connect(7), "in");
    for (int i = 0; i < 64; ++i) EXPECT_EQ(connect(7), "full for you");
    EXPECT_EQ(connect(7), "") << "64 refused connections at a time get an answer";
    EXPECT_EQ(reactor->connection_count(), 65U);
    EXPECT_EQ(reactor->acceptor().limit_counts().of(Limit::connections_per_address), 65U);
}

// Reports the size of each read.
class Scale final : public Silence {
public:
    explicit Scale(std::function<void(std::size_t)> weighed) : weighed_(std::move(weighed)) {}
    std::size_t on_bytes(Connection&, std::span<char> bytes, Now) override {
        weighed_(bytes.size());
        return bytes.size();
    }

private:
    std::function<void(std::size_t)> weighed_;
};

TEST_F(ReactorTest, ShouldReadSmallPiecesWhileOthersWait) {
    constexpr std::size_t much = std::size_t{64} << 20U;
    constexpr std::size_t little = std::size_t{64} << 10U;
    std::size_t got = 0;
    std::size_t most = 0;
    reactor->acceptor().on_accept([&](Connection&, Now) {
        return std::make_unique<Scale>([&](std::size_t size) {
            got += size;
            most = std::max(most, size);
        });
    });
    TcpClient client(port);
    std::thread uploading([&] { client.send(std::string(much, 'x')); });
    while (most <= little && got < much / 2) turn();
    EXPECT_GT(most, little) << "no other connection is active";
    reactor->mark_turn();
    turn();
    most = 0;
    while (got < much * 3 / 4) {
        reactor->mark_turn();
        turn();
    }
    EXPECT_GT(most, 0U);
    EXPECT_LE(most, little);
    while (got < much) turn();
    EXPECT_GT(most, little) << "the other connections are silent";
    uploading.join();
}

// Echoes what it reads, and reports the connection.
class Echo final : public Silence {
public:
    explicit Echo(std::function<void(std::uint64_t)> heard) : heard_(std::move(heard)) {}
    std::size_t on_bytes(Connection& connection, std::span<char> bytes, Now) override {
        heard_(connection.id());
        connection.send({bytes.data(), bytes.size()});
        return bytes.size();
    }

private:
    std::function<void(std::uint64_t)> heard_;
};

constexpr std::size_t crowd = 200;

class NewcomersTest : public ReactorTest {
protected:
    void SetUp() override {
        ReactorTest::SetUp();
        reactor->acceptor().on_accept([this](Connection&, Now) {
            return std::make_unique<Echo>([this](std::uint64_t id) {
                heard.push_back(id);
                if (on_heard) on_heard();
            });
        });
        reactor->on_turn([this](Now) { ++decided; });
    }
    TcpClient& come() {
        clients.push_back(std::make_unique<TcpClient>(port));
        const auto before = reactor->connection_count();
        while (reactor->connection_count() == before) turn();
        return *clients.back();
    }
    void say(TcpClient& client) {
        const auto before = heard.size();
        client.send("x");
        while (heard.size() == before) turn();
        EXPECT_EQ(client.read(1), "x");
    }
    // Connects many clients that have sent so much that they are no newcomers.
    void gather_crowd() {
        for (std::size_t i = 0; i < crowd; ++i) {
            auto& client = come();
            for (int reads = 0; reads < 4; ++reads) say(client);
        }
    }
    void crowd_speaks() {
        for (std::size_t i = 0; i < crowd; ++i) clients[i]->send("x");
        heard.clear();
        decided = 0;
    }

    std::vector<std::uint64_t> heard;
    std::function<void()> on_heard;
    int decided = 0;
};

TEST_F(NewcomersTest, ShouldNotWaitBehindAllTalkers) {
    gather_crowd();
    crowd_speaks();
    std::unique_ptr<TcpClient> newcomer;
    std::size_t answered_after = 0;
    on_heard = [&] {
        if (!newcomer) {
            newcomer = std::make_unique<TcpClient>(port);
            newcomer->send("x");
        } else if (answered_after == 0 && newcomer->readable_within(0)) {
            answered_after = heard.size();
        }
    };
    turn();
    EXPECT_EQ(heard.size(), crowd + 1);
    EXPECT_GT(answered_after, 0U) << "the newcomer gets its answer before all others are read";
    EXPECT_LT(answered_after, crowd / 2) << "the first look accepts it, the second reads it";
    EXPECT_EQ(decided, 3) << "on_turn runs before its answer, and for the others";
}

TEST_F(NewcomersTest, ShouldBeServedWhileOthersAreAnswered) {
    gather_crowd();
    auto& newcomer = come();
    crowd_speaks();
    reactor->on_turn([&](Now) {
        if (++decided == 1) newcomer.send("x");
    });
    turn();
    EXPECT_EQ(heard.size(), crowd + 1) << "the newcomer sends after all others were read";
    EXPECT_EQ(newcomer.read(1), "x");
    EXPECT_EQ(decided, 2);
}

TEST_F(NewcomersTest, ShouldHaveTheirTurnWithAllOthersAfterTheirFirstReads) {
    gather_crowd();
    crowd_speaks();
    auto& one = *clients.front();
    bool has_said = false;
    on_heard = [&] {
        if (heard.size() == crowd / 2 && !std::exchange(has_said, true)) one.send("x");
    };
    turn();
    EXPECT_EQ(heard.size(), crowd) << "bytes that arrive meanwhile wait for the next turn";
    turn();
    EXPECT_EQ(heard.size(), crowd + 1);
}

}  // namespace
}  // namespace papo::test
