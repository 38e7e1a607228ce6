// The server without sockets: the real hub, frame decoder and wire on a storage, with turns like the reactor's. Two
// byte queues replace a connection's socket. As in Delivery, a peer that reads too slowly is cut off.
#pragma once

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "papo/chat/hub.h"
#include "papo/proto/ws_decoder.h"
#include "papo/talk/tokens.h"
#include "papo/talk/wire.h"
#include "tests/sim/backend.h"
#include "tests/sim/dice.h"
#include "tests/sim/model.h"
#include "tests/sim/witness.h"

namespace papo::sim {

// Answers when the dice decide.
class SimPasswords final : public chat::Passwords {
public:
    explicit SimPasswords(Dice& dice) : dice_(dice) {}
    bool hash(chat::Ticket ticket, std::string password) override { return add({ticket, "hash:" + password, {}}); }
    bool check(chat::Ticket ticket, std::string password, std::string hash) override {
        return add({ticket, "hash:" + password, std::move(hash)});
    }

    struct Job {
        chat::Ticket ticket = 0;
        std::string hashed;
        std::string against;  // the hash to check; empty: hash the password
    };
    std::deque<Job> jobs;

private:
    bool add(Job job) {
        if (dice_.chance(3)) return false;
        jobs.push_back(std::move(job));
        return true;
    }
    Dice& dice_;
};

class Server final : public chat::Sink {
public:
    Server(Dice& dice, Model& model, Backend& backend, std::size_t max_backlog);

    // A new connection; `grace`: false for a terminal's.
    chat::ConnId connect(bool grace, Now now);
    // Bytes from the connection's peer.
    void receive(chat::ConnId conn, std::string_view bytes);
    // Takes at most `most` bytes for the connection's peer.
    std::string send(chat::ConnId conn, std::size_t most);
    // The peer closes; the next turn notices it.
    void hang_up(chat::ConnId conn);
    // Whether the connection exists, if only to send its last bytes.
    bool knows(chat::ConnId conn) const { return links_.contains(conn); }

    // Whether any connection waits for an answer.
    bool is_busy() const;

    // One turn of the loop. `in_peace`: the dice delay nothing.
    void turn(Now now, bool in_peace);
    // The process ends, in order or killed within a turn, and a new one begins.
    void restart(bool in_order, Now now);
    // Throws if a connection, a member or waiting work is left.
    void require_empty();

private:
    struct Link {
        Link(const talk::Tokens::Seed& seed_, bool grace_) : seed(seed_), grace(grace_) {}
        proto::WsDecoder decoder{65'536, false};
        talk::Tokens::Seed seed;
        bool grace;
        bool open = true;  // else the server only sends its last bytes
        bool hung_up = false;
        std::string inbox;
        std::deque<std::string> socket;  // flushed pieces
        std::size_t begun = 0;           // bytes of the first piece that the peer has read
        std::deque<std::string> turn;    // pieces of this turn

        std::size_t backlog() const;
    };

    void begin_life(std::span<const chat::Seat> people, Now now);
    // Calls the hub, and does what must follow each call.
    void call(const std::function<void()>& work);
    void take_answers();
    void answer_passwords(bool in_peace);
    void feed(chat::ConnId conn, Link& link);
    void obey(chat::ConnId conn, Link& link, talk::ClientMessage command);
    void hello(chat::ConnId conn, Link& link, const talk::Hello& hello);
    void upload();
    void close(chat::ConnId conn);
    void reap(bool in_peace);
    void flush();

    Link* find(chat::ConnId conn);
    void send_text(chat::ConnId conn, std::string_view json);
    void finish(Link& link, std::uint16_t code);
    void cut_if_slow(Link& link);
    void welcome(chat::ConnId conn, const Link& link);
    void tell(std::span<const chat::ConnId> recipients, const chat::Event& event) override;

    Dice& dice_;
    Model& model_;
    Backend& backend_;
    std::size_t max_backlog_;
    talk::Tokens tokens_{{}};
    Now now_;
    chat::ConnId last_conn_ = 0;
    std::uint64_t uploads_ = 0;
    std::map<chat::ConnId, std::unique_ptr<Link>> links_;
    SimPasswords passwords_;
    std::unique_ptr<Witness> witness_;
    std::unique_ptr<chat::Hub> hub_;
};

}  // namespace papo::sim
