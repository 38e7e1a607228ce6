// The server without its sockets: the real hub, frame decoder and wire on a storage, with a turn as the reactor's.
// A connection's socket is two byte queues; whoever reads too slowly is cut off, as Delivery does it.
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

// Answers when the dice say so.
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
        std::string against;  // empty: only the hash is asked for
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

    // A new connection; `grace`: false for one like a terminal's.
    chat::ConnId connect(bool grace, Now now);
    // Bytes that have come for it.
    void receive(chat::ConnId conn, std::string_view bytes);
    // At most `most` bytes that it was sent.
    std::string send(chat::ConnId conn, std::size_t most);
    // The peer is gone; the next turn notices.
    void hang_up(chat::ConnId conn);
    // Whether the connection is there; what is left to send may be its last words.
    bool knows(chat::ConnId conn) const { return links_.contains(conn); }

    // Whether somebody waits for something.
    bool is_busy() const;

    // One turn of the loop. `in_peace`: nothing waits longer than it must.
    void turn(Now now, bool in_peace);
    // The process ends, in order or in the middle of a turn, and another one begins.
    void restart(bool in_order, Now now);
    // Connections, rooms and what waits are gone.
    void require_empty();

private:
    struct Link {
        Link(const talk::Tokens::Seed& seed_, bool grace_) : seed(seed_), grace(grace_) {}
        proto::WsDecoder decoder{65'536, false};
        talk::Tokens::Seed seed;
        bool grace;
        bool open = true;  // else it only has last words
        bool hung_up = false;
        std::string inbox;
        std::deque<std::string> socket;  // what was flushed
        std::size_t begun = 0;           // bytes of its first piece that are gone
        std::deque<std::string> turn;    // what this turn says

        std::size_t backlog() const;
    };

    void begin_life(std::span<const chat::Seat> people, Now now);
    // Calls the hub, and sees to what follows from any call.
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
