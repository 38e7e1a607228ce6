// How new connections come in: from the listeners, as long as there is room for them. One above a limit is told so and
// closed; while descriptors have run out, accepting pauses.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "papo/base/clock.h"
#include "papo/base/fd.h"
#include "papo/base/limit.h"
#include "papo/net/connection_table.h"
#include "papo/net/listener.h"
#include "papo/net/poller.h"

namespace papo::net {

// How many connections there may be at a time. One above a limit is sent the answer that says so, made then, and
// closed.
struct ConnectionLimits {
    std::size_t in_all = SIZE_MAX;
    std::size_t per_source = SIZE_MAX;  // see Connection::source
    std::function<std::string(Now)> full;
    std::function<std::string(Now)> full_for_source;
};

class Acceptor {
public:
    // The others outlive it. `spare`: given up for a moment to take and drop a connection when descriptors run out.
    Acceptor(Poller& poller, Turn& turn, ConnectionTable& connections, Fd spare);
    static Fd open_spare();

    void add(Listener listener);
    void stop();
    // Makes the protocol of a new connection.
    void on_accept(std::function<std::unique_ptr<Protocol>(Connection&, Now)> make_protocol);
    void set_limits(ConnectionLimits limits);
    // Whom a new connection counts for; unless set, its address (Address::limit_key).
    void set_source_of(std::function<std::uint64_t(const Address&)> source_of) { source_of_ = std::move(source_of); }
    const LimitCounts& limit_counts() const { return limit_counts_; }

    // From the listener that was added as the index-th; a bounded number, before others have their turn.
    void accept_from(std::size_t index);
    // Its timer, the only one that no connection owns, has fired.
    void on_timer() { set_accepting(true); }

private:
    bool accept_one(int listener);
    void adopt(Fd socket, const Address& peer);
    Connection* add(Fd socket, const Address& peer, Place place);
    void refuse(Fd socket, const Address& peer, Limit limit, const std::function<std::string(Now)>& answer);
    void on_descriptors_exhausted(int listener);
    void set_accepting(bool accepting);

    Poller& poller_;
    Turn& turn_;
    ConnectionTable& connections_;
    Fd spare_;
    Timer timer_;
    bool accepting_ = true;  // else stopped for good, or waiting for descriptors
    std::vector<Listener> listeners_;
    ConnectionLimits limits_;
    LimitCounts limit_counts_;
    std::function<std::uint64_t(const Address&)> source_of_;
    std::function<std::unique_ptr<Protocol>(Connection&, Now)> make_protocol_;
    Places places_;
    Places refused_;
};

}  // namespace papo::net
