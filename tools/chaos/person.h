// A member of some rooms who loses connections and comes back with the same session and position. A Person only
// reads; a Writer also sends.
#pragma once

#include <atomic>
#include <chrono>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "fate.h"
#include "follower.h"
#include "link.h"
#include "world.h"

namespace papo::chaos {

class Person {
public:
    Person(World& world, std::string name, const std::vector<std::string>& rooms, std::uint64_t number);
    virtual ~Person() = default;
    Person(const Person&) = delete;
    Person& operator=(const Person&) = delete;

    // Until the world is stopped.
    void run();
    // Whether the mischief is over, nothing is missing and no answer is due.
    bool is_done() const { return done_with_ == world_.record.version(); }
    // What was missing when the world was stopped, in words. Only valid after run().
    const std::vector<std::string>& missing_at_the_end() const { return *missing_at_the_end_; }

protected:
    using Clock = std::chrono::steady_clock;
    struct Seat {
        std::unique_ptr<Follower> follower;
        std::set<std::string> members;   // as the server tells
        std::set<std::string> expected;  // in the next `joined`
        bool asked_history = false;
    };

    // For writers. `arrived`: the joins are sent and may not be answered yet.
    virtual void arrived(Link&) {}
    virtual void talk(Link&) {}
    virtual void own_entry(const std::string&, const Entry&) {}
    virtual void lost() {}
    virtual std::vector<std::string> unanswered() const { return {}; }

    World& world() { return world_; }
    Dice& dice() { return dice_; }
    const std::string& name() const { return name_; }
    const std::map<std::string, Seat>& seats() const { return seats_; }

private:
    // One connection.
    struct Visit {
        std::uint64_t signals = 0;  // that the server had been sent
        Clock::time_point begun;
        Clock::time_point stalled{};  // its last stall
        int welcomes = 0;
        bool greeted = false;
        bool fresh = false;  // the session is this connection's own
        bool turned = false;
        bool ours = false;  // this side ended it
        bool flooded = false;
    };

    std::vector<std::string> missing() const;
    void visit();
    void stay(Link& link, const Fate& fate);
    void turn(Link& link, const Fate& fate);
    void stall(Millis lasting);
    void greet(Link& link);
    void join(Link& link, const std::string& room, Seat& seat);
    void hear(const std::string& text);
    void hear_welcome(const Json& news);
    void hear_joined(const Json& news, Seat& seat);
    void hear_presence(const Json& news, Seat& seat);
    void fill_holes(Link& link);
    void part(const Link& link);
    void explain(const Link& link);
    void drop_abandoned(bool all);
    void say(Check check, const std::string& what);

    World& world_;
    std::string name_;
    Dice dice_;
    std::map<std::string, Seat> seats_;
    std::string session_;
    Visit visit_;
    std::vector<std::pair<Link, Clock::time_point>> abandoned_;
    std::optional<std::vector<std::string>> missing_at_the_end_;
    std::atomic<std::uint64_t> done_with_{0};  // the version of the record that nothing was missing of
};

}  // namespace papo::chaos
