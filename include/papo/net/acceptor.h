// Accepts new connections from the listeners it owns. A connection above a limit gets an answer and is closed; while
// the process is out of descriptors, accepting pauses. The ConnectionTable owns the accepted connections.
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

// Limits on simultaneous connections. `full` and `full_for_source` make the answer to a connection above a limit.
struct ConnectionLimits {
    std::size_t in_all = SIZE_MAX;
    std::size_t per_source = SIZE_MAX;  // see Connection::source
    std::function<std::string(Now)> full;
    std::function<std::string(Now)> full_for_source;
};

class Acceptor {
public:
    // Poller, turn and connections outlive it. `spare`: a descriptor that is closed for a moment to accept and drop a
    // connection when descriptors run out.
    Acceptor(Poller& poller, Turn& turn, ConnectionTable& connections, Fd spare);
    static Fd open_spare();

    void add(Listener listener);
    void stop();
    // Sets the maker of a new connection's protocol.
    void on_accept(std::function<std::unique_ptr<Protocol>(Connection&, Now)> make_protocol);
    void set_limits(ConnectionLimits limits);
    // Sets the source of a new connection; the default is Address::limit_key.
    void set_source_of(std::function<std::uint64_t(const Address&)> source_of) { source_of_ = std::move(source_of); }
    const LimitCounts& limit_counts() const { return limit_counts_; }

    // Accepts a bounded number of connections from the index-th listener.
    void accept_from(std::size_t index);
    // Called when the acceptor's timer fires, the only timer without a connection: ends a pause.
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
    bool accepting_ = true;  // false: paused for want of descriptors
    std::vector<Listener> listeners_;
    ConnectionLimits limits_;
    LimitCounts limit_counts_;
    std::function<std::uint64_t(const Address&)> source_of_;
    std::function<std::unique_ptr<Protocol>(Connection&, Now)> make_protocol_;
    Places places_;
    Places refused_;
};

}  // namespace papo::net
