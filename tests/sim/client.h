// A simulated client: speaks in bytes, connects and leaves, and reads at a random speed. It checks each message against
// earlier messages and against the entries that the model has as stored.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "tests/sim/dice.h"
#include "tests/sim/model.h"
#include "tests/sim/server.h"
#include "tools/client/frame_walker.h"

namespace papo::sim {

using Json = nlohmann::json;

// A person, who may use several clients.
struct Persona {
    std::string name;
    std::string token;  // empty until the first welcome
};

// The surroundings that all clients of a world share.
struct Stage {
    Dice& dice;
    Server& server;
    const Model& model;
    std::vector<std::string> rooms;
    std::size_t max_text = 600;
    bool is_restless = false;  // clients come and go, and hardly speak
};

class Client {
public:
    Client(Stage& stage, Persona& persona, std::string mark);

    // Does something at random, or nothing.
    void act(Now now);
    void connect(Now now);
    void hang_up();
    // Sends some of the waiting bytes; `all`: sends all.
    void send(bool all);
    void read(std::size_t most);

    // `as_oneself`: the chance in percent to join under the persona's name, else under a name that may be taken.
    void join(const std::string& room, unsigned as_oneself = 85);
    void ask_page(const std::string& room, std::uint64_t before);
    bool is_online() const { return conn_ != 0; }
    bool is_inside(const std::string& room) { return views_[room].inside; }
    bool has_to_send() const { return !to_server_.empty(); }
    // Call when the client has read everything: its view of its rooms must match the model.
    void require_up_to_date() const;
    // The lowest seq that the client reaches from the newest entry without a gap.
    std::uint64_t known_down_to(const std::string& room) const;

private:
    struct View {
        std::string epoch;
        std::string name;                    // the client's name in the room
        std::map<std::uint64_t, bool> seen;  // by seq
        std::uint64_t newest = 0;
        std::vector<std::string> members;
        bool inside = false;
        bool wanted = false;
        bool joining = false;
    };

    void say(const std::string& room);
    void say_again();
    void do_something_odd(const std::string& room);
    void tell(const Json& message);
    void take_frame(const client::Frame& frame);
    void on(const Json& message);
    void on_joined(const Json& message);
    void on_message(const Json& message);
    void on_presence(const Json& message);
    void on_history(const Json& message);
    void on_error(const Json& message);
    void check_entry(const std::string& room, const Json& entry);
    void check_run(const std::string& room, const Json& entries);
    void go_offline();
    View& inside(const Json& message);

    Stage& stage_;
    Persona& persona_;
    std::string mark_;  // prefix of its message ids
    bool grace_;
    bool slow_;
    chat::ConnId conn_ = 0;  // 0: offline
    std::string to_server_;
    std::string from_server_;
    std::map<std::string, View> views_;
    std::map<std::string, Json> unacknowledged_;  // by id
    std::vector<Json> said_;                      // some of the acknowledged messages
    std::uint64_t last_id_ = 0;
};

}  // namespace papo::sim
