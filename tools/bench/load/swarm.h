// Many WebSocket clients on one epoll instance: connects, upgrades, receives into one buffer and sends. It does not
// know what the messages mean.
#pragma once

#include <netinet/in.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "papo/base/fd.h"
#include "papo/base/result.h"
#include "tools/client/frame_walker.h"

namespace papo::load {

using client::Frame;
using client::FrameWalker;

// Gets what the clients receive. Called from within Swarm::turn.
class Receiver {
public:
    virtual ~Receiver() = default;
    // The upgrade is done.
    virtual void on_open(std::size_t client) = 0;
    // `bytes`: frames, perhaps with the beginning of one more. Returns how many bytes were whole frames. `now`: when
    // they came.
    virtual std::size_t on_bytes(std::size_t client, std::string_view bytes, std::int64_t now) = 0;
};

class Swarm {
public:
    // `path` of the WebSocket; {room} and {name} in it are filled in.
    static Result<Swarm> create(const std::string& host, std::uint16_t port, const std::string& path);

    // Begins one more connection. Clients are numbered from 0 in this order.
    Result<void> add(std::string_view room, std::string_view name);
    std::size_t size() const { return clients_.size(); }
    std::size_t lost() const { return lost_; }
    const std::string& why_lost() const { return why_lost_; }

    // Sends, now or as soon as the socket takes it.
    void send(std::size_t client, std::string_view bytes);
    void lose(std::size_t client, const std::string& why);
    // Ends a connection that is needed no more.
    void leave(std::size_t client);
    // Pongs a ping; a Close loses the client. False for other frames.
    bool answer(std::size_t client, const Frame& frame);

    // Waits until a socket is ready or `until` (nanoseconds), and handles every socket that is ready.
    void turn(std::int64_t until, Receiver& receiver);

private:
    enum class Stage : std::uint8_t { upgrading, open, lost };
    struct Client {
        Fd socket;
        Stage stage = Stage::upgrading;
        bool waits_to_write = false;
        std::string in;   // the beginning of a frame
        std::string out;  // what the socket has not taken
    };

    Swarm(Fd epoll, sockaddr_in address, std::string request);

    void watch(std::size_t client, int operation);
    void read(std::size_t client, Receiver& receiver);
    void write(std::size_t client);
    std::size_t upgrade(std::size_t client, std::string_view bytes, Receiver& receiver);

    Fd epoll_;
    sockaddr_in address_;
    std::string request_;
    std::vector<Client> clients_;
    std::vector<char> buffer_;
    std::size_t lost_ = 0;
    std::string why_lost_;  // the first
};

}  // namespace papo::load
