// The lower bound: a chat that makes the system calls a chat cannot do without, and nothing else. It believes what it
// reads, stores nothing, and numbers messages only because the load generator counts them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "papo/base/fd.h"
#include "papo/net/listener.h"
#include "tools/bench/bound/echo_stream.h"
#include "tools/bench/bound/upload_sink.h"

namespace papo::bound {

enum class Mode : std::uint8_t {
    coalesced,  // one send for all that one turn has for a connection
    naive,      // one send for each delivery
};

class BoundServer {
public:
    // `uploads`: folder for the bodies of POST requests; empty: no uploads.
    BoundServer(net::Listener listener, Mode mode, std::string uploads);
    [[noreturn]] void run();

private:
    struct Room {
        std::string name;
        std::uint64_t seq = 0;
        std::vector<int> members;
        std::string run;  // the frames of this turn
    };
    // Held apart, because most connections need none of it: an idle connection stays small.
    struct Rare {
        std::string in;     // the beginning of a frame
        std::string out;    // what the socket has not taken
        std::string intro;  // what a message of this one begins with
        std::optional<EchoStream> echo;
        std::optional<UploadSink> upload;
    };
    struct Connection {
        Room* room = nullptr;
        std::unique_ptr<Rare> rare;
        bool upgraded = false;
    };

    void turn();
    void accept_all();
    void read(int fd);
    std::size_t take_all(int fd, char* bytes, std::size_t size);
    void echo(int fd, char* bytes, std::size_t size);
    std::size_t begin_upload(int fd, std::string_view bytes);
    void take_upload(int fd, std::string_view bytes);
    std::size_t upgrade(int fd, std::string_view request);
    void obey(int fd, std::string_view message);
    void join(int fd, std::string_view message);
    void forward(Connection& sender, std::string_view message);
    void flush_rooms();
    void send(int fd, std::string_view bytes);
    void write_rest(int fd);
    void watch(int fd, int operation, std::uint32_t events);
    void drop(int fd);
    Rare& rare(int fd);

    net::Listener listener_;
    Mode mode_;
    std::string uploads_;
    std::uint64_t uploaded_ = 0;
    Fd epoll_;
    std::vector<Connection> connections_;  // by descriptor
    std::map<std::string, Room, std::less<>> rooms_;
    std::vector<Room*> dirty_;
    std::vector<char> buffer_;
    std::string frame_;
};

}  // namespace papo::bound
