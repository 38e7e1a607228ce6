#include "writer.h"

#include <algorithm>
#include <iterator>

namespace papo::chaos {
namespace {

constexpr std::size_t in_flight = 16;
constexpr std::size_t in_flight_flooding = 48;
constexpr std::size_t flood_text = 16'000;
constexpr std::size_t remembered = 900;  // of the 1,000 ids that the server promises to remember

void send_text(Link& link, const std::string& room, const std::string& id, const std::string& text) {
    link.send(Json{{"type", "message"}, {"room", room}, {"id", id}, {"text", text}}.dump());
}

}  // namespace

// Half of the time resend at once, without waiting for what `joined` acknowledges.
void Writer::arrived(Link& link) {
    if (!dice().chance(0.5)) return;
    for (const auto& [room, seat] : seats()) resend(link, room);
}

void Writer::talk(Link& link) {
    for (const auto& [room, seat] : seats()) {
        if (seat.follower->is_in()) resend(link, room);
    }
    if (!world().mischief) return;
    flood(link);
    if (Clock::now() < next_) return;
    next_ = Clock::now() + dice().millis(0, 100);
    chat(link);
}

void Writer::chat(Link& link) {
    for (auto count = dice().between(1, 4); count > 0; --count) {
        const auto number = static_cast<std::ptrdiff_t>(dice().between(0, seats().size() - 1));
        const auto& [room, seat] = *std::next(seats().begin(), number);
        if (!seat.follower->is_in()) continue;
        if (dice().chance(0.04)) say_again(link, room);
        if (talks_[room].unacknowledged.size() < in_flight) say(link, room, some_text());
    }
}

void Writer::flood(Link& link) {
    for (const auto& [room, seat] : seats()) {
        if (!seat.follower->is_in()) continue;
        while (talks_[room].unacknowledged.size() < in_flight_flooding && world().floods.take(room, flood_text)) {
            say(link, room, std::string(flood_text, 'x'));
        }
    }
}

// Everybody uses the same ids in every room, so only person, room and id together name a message.
void Writer::say(Link& link, const std::string& room, std::string text) {
    auto& talk = talks_[room];
    const auto id = std::to_string(++talk.said);
    world().record.sent(room, {name(), id}, digest_of(text));
    send_text(link, room, id, text);
    talk.unacknowledged.push_back({id, std::move(text)});
}

// Whatever the text is now, the stored copy must come back.
void Writer::say_again(Link& link, const std::string& room) {
    const auto& ids = talks_[room].acknowledged;
    if (ids.empty()) return;
    const auto& id = ids[dice().between(0, ids.size() - 1)];
    ++world().tally.repeated;
    seats().at(room).follower->expect_copy(id);
    send_text(link, room, id, "other words");
}

void Writer::resend(Link& link, const std::string& room) {
    auto& talk = talks_[room];
    if (!std::exchange(talk.must_repeat, false)) return;
    for (const auto& [id, text] : talk.unacknowledged) {
        ++world().tally.resent;
        seats().at(room).follower->expect_copy(id);
        send_text(link, room, id, text);
    }
}

void Writer::own_entry(const std::string& room, const Entry& entry) {
    world().record.acknowledged(room, entry);
    auto& talk = talks_[room];
    const auto at = std::find_if(talk.unacknowledged.begin(), talk.unacknowledged.end(),
                                 [&](const Message& message) { return message.id == entry.key.id; });
    if (at == talk.unacknowledged.end()) return;
    talk.unacknowledged.erase(at);
    talk.acknowledged.push_back(entry.key.id);
    if (talk.acknowledged.size() > remembered) talk.acknowledged.pop_front();
}

void Writer::lost() {
    for (auto& [room, talk] : talks_) talk.must_repeat = true;
}

std::vector<std::string> Writer::unanswered() const {
    std::vector<std::string> list;
    for (const auto& [room, talk] : talks_) {
        if (!talk.unacknowledged.empty()) {
            list.push_back(room + ": id " + talk.unacknowledged.front().id + " is not acknowledged");
        } else if (seats().at(room).follower->waits_for_copy()) {
            list.push_back(room + ": the stored copy of a repeated message has not come");
        }
    }
    return list;
}

// Mostly short texts, with characters that JSON must escape and characters of several bytes.
std::string Writer::some_text() {
    constexpr std::string_view pieces[] = {"oi ", "tudo bem? ", "\"", "\\", "\n", "ção ", "日本 ", "🎈"};
    const auto size = dice().spread(11);
    std::string text;
    while (text.size() < size) text += pieces[dice().between(0, std::size(pieces) - 1)];
    return "(" + text + ")";
}

}  // namespace papo::chaos
