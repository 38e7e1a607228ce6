#include <gtest/gtest.h>
#include <sys/socket.h>

#include "papo/net/reactor.h"
#include "tests/support/tcp_client.h"

namespace papo::test {
namespace {

// Consumes nothing, so that its connection pauses.
class Stubborn : public net::Protocol {
public:
    std::size_t on_bytes(net::Connection&, std::span<char>, Now) override { return 0; }
    void on_end(net::Connection&, Now) override {}
    void on_drained(net::Connection&, Now) override {}
    void on_timeout(net::Connection&, Now) override {}
    void on_closed(net::Connection&, Now) override {}
};

class Finishing : public testing::Test {
protected:
    Finishing() {
        auto listener = net::Listener::listen("127.0.0.1", 0);
        const auto port = listener->address().substr(listener->address().find(':') + 1);
        reactor->acceptor().add(std::move(*listener));
        reactor->acceptor().on_accept([this](net::Connection& accepted, Now) {
            connection = &accepted;
            return std::make_unique<Stubborn>();
        });
        client.emplace(static_cast<std::uint16_t>(std::stoi(port)));
        while (connection == nullptr) turn();
    }
    void turn() { reactor->run_once(read_clocks().mono_ms + 10); }
    // Bytes that the client can send in a limited number of turns, at most `wanted`.
    std::size_t sent_within_turns(std::size_t wanted) {
        const std::string some(64U * 1024U, 'x');
        std::size_t sent = 0;
        for (int i = 0; i < 2000 && sent < wanted; ++i) {
            const auto taken = ::send(client->fd(), some.data(), some.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
            if (taken > 0) sent += static_cast<std::size_t>(taken);
            turn();
        }
        return sent;
    }

    std::unique_ptr<net::Reactor> reactor = std::move(*net::Reactor::create());
    net::Connection* connection = nullptr;
    std::optional<TcpClient> client;
};

// A peer whose sends block would not read the last answer, and closing a socket with unread bytes would reset it.
TEST_F(Finishing, ShouldDiscardInputAlsoAfterAPause) {
    client->send("not consumed");
    turn();
    connection->send("bye");
    connection->finish();
    constexpr std::size_t more_than_buffers_hold = 32U << 20U;
    EXPECT_GE(sent_within_turns(more_than_buffers_hold), more_than_buffers_hold);
    EXPECT_EQ(client->read_to_end(), "bye");
}

}  // namespace
}  // namespace papo::test
