#include "person.h"

#include <thread>

namespace papo::chaos {
namespace {

constexpr Millis tick{4};
constexpr Millis handshake_patience{4'000};
constexpr std::uint16_t going_away_for_restart = 1012;
constexpr std::uint16_t too_slow = 1013;

}  // namespace

Person::Person(World& world, std::string name, const std::vector<std::string>& rooms, std::uint64_t number)
    : world_(world), name_(std::move(name)), dice_(world.options.seed, number) {
    for (const auto& room : rooms) {
        const auto shown = [this, room](const Entry& entry) {
            world_.record.shown(name_, room, entry);
            if (entry.key.from == name_) own_entry(room, entry);
        };
        seats_[room].follower = std::make_unique<Follower>(name_, room, world.findings, shown);
    }
}

void Person::run() {
    while (!world_.stopped) {
        visit();
        drop_abandoned(false);
        std::this_thread::sleep_for(dice_.millis(2, 60));
    }
    drop_abandoned(true);
    if (!missing_at_the_end_) missing_at_the_end_ = missing();
    for (const auto& [room, seat] : seats_) {
        world_.tally.resumes += seat.follower->resumes();
        world_.tally.holes_filled += seat.follower->holes_filled();
    }
}

void Person::visit() {
    const auto fate = world_.mischief ? draw_fate(dice_) : Fate{};
    visit_ = {};
    visit_.signals = world_.signals;
    visit_.begun = Clock::now();
    Link link(world_.port, fate.cuts, fate.receive_buffer);
    if (!link.is_open()) return;
    ++world_.tally.connections;
    stay(link, fate);
    if (world_.stopped) missing_at_the_end_ = missing();
    part(link);
}

void Person::stay(Link& link, const Fate& fate) {
    while (link.is_open() && !world_.stopped) {
        for (const auto& text : link.receive(tick)) hear(text);
        if (!link.is_upgraded()) {
            if (Clock::now() - visit_.begun > handshake_patience) return;
            continue;
        }
        if (!visit_.greeted) greet(link);
        turn(link, fate);
        fill_holes(link);
        talk(link);
        if (world_.mischief) continue;
        const auto version = world_.record.version();
        done_with_ = missing().empty() ? version : 0;
    }
}

void Person::turn(Link& link, const Fate& fate) {
    if (visit_.turned || !world_.mischief || Clock::now() - visit_.begun < fate.after) return;
    visit_.turned = true;
    switch (fate.turn) {
    case Fate::Turn::none: break;
    case Fate::Turn::stall: stall(fate.lasting); break;
    case Fate::Turn::reset:
        visit_.ours = true;
        ++world_.tally.cut;
        link.reset();
        break;
    case Fate::Turn::hang_up:
        visit_.ours = true;
        ++world_.tally.hung_up;
        link.close();
        break;
    case Fate::Turn::abandon:
        visit_.ours = true;
        ++world_.tally.half_open;
        abandoned_.emplace_back(std::move(link), Clock::now() + fate.lasting);
        break;
    }
}

// With a flood the stall lasts long enough to be cut off, and short enough to be back within 10 s.
void Person::stall(Millis lasting) {
    constexpr Millis flooding{3'000};
    ++world_.tally.stalls;
    visit_.stalled = Clock::now();
    for (const auto& [room, seat] : seats_) {
        if (!visit_.flooded && seat.follower->is_in()) visit_.flooded = world_.floods.begin(room);
    }
    if (visit_.flooded) lasting = flooding;
    while (Clock::now() - visit_.stalled < lasting && world_.mischief) std::this_thread::sleep_for(tick);
}

void Person::greet(Link& link) {
    if (session_.empty()) return;
    visit_.greeted = true;
    if (!visit_.fresh) link.send(Json{{"type", "hello"}, {"session", session_}}.dump());
    for (auto& [room, seat] : seats_) join(link, room, seat);
    arrived(link);
}

void Person::join(Link& link, const std::string& room, Seat& seat) {
    seat.expected = world_.attendance.members(room);
    Json join{{"type", "join"}, {"room", room}, {"name", name_}};
    if (!seat.follower->epoch().empty()) {
        join["since"] = seat.follower->position();
        join["epoch"] = seat.follower->epoch();
    }
    link.send(join.dump());
}

void Person::hear(const std::string& text) {
    const auto news = Json::parse(text, nullptr, false);
    try {
        const auto& type = news.at("type").get_ref<const std::string&>();
        if (type == "welcome") return hear_welcome(news);
        if (type == "error") return say(Check::answers, "was answered " + text);
        auto& seat = seats_.at(news.at("room").get_ref<const std::string&>());
        if (type == "joined") return hear_joined(news, seat);
        if (type == "message") return seat.follower->message(entry_of(news));
        if (type == "presence") return hear_presence(news, seat);
        if (type != "history") return say(Check::answers, "was told " + text);
        seat.asked_history = false;
        seat.follower->history(news);
    } catch (const std::exception& error) {
        say(Check::answers, "was told " + text.substr(0, 200) + ": " + error.what());
    }
}

void Person::hear_welcome(const Json& news) {
    const auto session = news.at("session").get<std::string>();
    ++visit_.welcomes;
    if (session_.empty()) {
        session_ = session;
        visit_.fresh = true;
    } else if (visit_.welcomes == 2 && session != session_) {
        say(Check::sessions, "is not known any more: \"hello\" was answered with another session");
    }
}

void Person::hear_joined(const Json& news, Seat& seat) {
    const auto& room = seat.follower->room();
    world_.record.epoch(name_, room, news.at("epoch").get<std::string>());
    seat.members = news.at("members").get<std::set<std::string>>();
    for (const auto& name : seat.expected) {
        if (seat.members.count(name) > 0 || world_.attendance.may_have_left(name)) continue;
        ++world_.tally.leaves;
        say(Check::present, room + ": " + name + " is not in the list of members");
    }
    world_.attendance.entered(room, name_);
    seat.follower->joined(news);
}

void Person::hear_presence(const Json& news, Seat& seat) {
    const auto name = news.at("name").get<std::string>();
    const auto& room = seat.follower->room();
    if (news.at("event") == "leave") {
        seat.members.erase(name);
        ++world_.tally.leaves;
        if (!world_.attendance.may_have_left(name)) say(Check::present, room + ": " + name + " is said to have left");
    } else if (!seat.members.insert(name).second) {
        say(Check::present, room + ": " + name + " is said to have joined, and had never left");
    }
    if (news.at("members") != seat.members.size()) {
        say(Check::answers,
            room + ": " + std::to_string(seat.members.size()) + " are there, and was told " + news.dump());
    }
}

void Person::fill_holes(Link& link) {
    for (auto& [room, seat] : seats_) {
        const auto before = seat.follower->hole_before();
        if (!before || seat.asked_history) continue;
        seat.asked_history = true;
        const auto limit = dice_.between(1, 200);
        link.send(Json{{"type", "history"}, {"room", room}, {"before", *before}, {"limit", limit}}.dump());
    }
}

void Person::part(const Link& link) {
    if (visit_.flooded) world_.floods.end();
    if (link.was_cut()) ++world_.tally.cut;
    if (link.close_code() == too_slow) ++world_.tally.too_slow;
    if (!world_.stopped) {
        const bool was_stalled = visit_.stalled != Clock::time_point{};
        world_.attendance.away(name_, was_stalled ? visit_.stalled : Clock::now());
        if (!was_stalled && !visit_.ours && !link.was_cut()) explain(link);
    }
    for (auto& [room, seat] : seats_) {
        seat.follower->disconnected();
        seat.members.clear();
        seat.asked_history = false;
    }
    lost();
}

// The server may end a connection when it stops, and when the client is too slow.
void Person::explain(const Link& link) {
    if (!link.refusal().empty()) return say(Check::answers, "was refused: " + link.refusal());
    if (link.close_code() == going_away_for_restart || link.close_code() == too_slow) return;
    if (link.close_code() != 0) {
        return say(Check::answers, "was closed with " + std::to_string(link.close_code()));
    }
    // The server may be dying right now: wait until the director counts the kill as done.
    for (int tries = 0; tries < 100 && world_.signals == visit_.signals; ++tries) {
        if (world_.stopped) return;
        std::this_thread::sleep_for(Millis(10));
    }
    if (world_.signals != visit_.signals) return;
    const auto age = std::chrono::duration_cast<Millis>(Clock::now() - visit_.begun);
    say(Check::answers,
        std::string(link.is_upgraded() ? "was dropped without a Close frame" : "got no answer to an upgrade") +
            " from a living server, in " + std::to_string(age.count()) + " ms" +
            (link.is_open() ? "" : ", and the connection was ended"));
}

void Person::drop_abandoned(bool all) {
    std::erase_if(abandoned_, [&](auto& abandoned) {
        if (!all && Clock::now() < abandoned.second) return false;
        if (dice_.chance(0.5)) abandoned.first.reset();
        return true;
    });
}

std::vector<std::string> Person::missing() const {
    auto list = unanswered();
    for (const auto& [room, seat] : seats_) {
        const auto& follower = *seat.follower;
        const auto newest = world_.record.newest(room);
        if (!follower.is_in()) {
            list.push_back(room + ": has not come back");
        } else if (follower.position() != newest) {
            list.push_back(room + ": has seen seq " + std::to_string(follower.position()) + " of " +
                           std::to_string(newest));
        }
    }
    for (auto& what : list) what.insert(0, name_ + " in ");
    return list;
}

void Person::say(Check check, const std::string& what) {
    world_.findings.broken(check, name_ + " " + what);
}

}  // namespace papo::chaos
