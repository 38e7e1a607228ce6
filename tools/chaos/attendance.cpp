#include "attendance.h"

#include <algorithm>

namespace papo::chaos {
namespace {

constexpr Millis tolerated{9'000};  // of the 10 s, so that the clocks of two programs need not agree

Millis since(Attendance::Clock::time_point then) {
    return std::chrono::duration_cast<Millis>(Attendance::Clock::now() - then);
}

}  // namespace

void Attendance::entered(const std::string& room, const std::string& name) {
    const std::lock_guard lock(mutex_);
    auto& person = people_[name];
    person.rooms.insert(room);
    const auto gone = person.away_from.find(room);
    if (gone == person.away_from.end()) return;
    person.longest = std::max(person.longest, since(gone->second));
    person.away_from.erase(gone);
}

void Attendance::away(const std::string& name, Clock::time_point since) {
    const std::lock_guard lock(mutex_);
    auto& person = people_[name];
    for (const auto& room : person.rooms) person.away_from.try_emplace(room, since);
}

std::set<std::string> Attendance::members(const std::string& room) const {
    const std::lock_guard lock(mutex_);
    std::set<std::string> names;
    for (const auto& [name, person] : people_) {
        if (person.rooms.count(room) > 0 && absence_of(person) < tolerated) names.insert(name);
    }
    return names;
}

bool Attendance::may_have_left(const std::string& name) const {
    const std::lock_guard lock(mutex_);
    const auto at = people_.find(name);
    return at != people_.end() && absence_of(at->second) >= tolerated;
}

Millis Attendance::longest_absence() const {
    const std::lock_guard lock(mutex_);
    Millis longest{0};
    for (const auto& [name, person] : people_) longest = std::max(longest, absence_of(person));
    return longest;
}

Millis Attendance::absence_of(const Person& person) {
    auto longest = person.longest;
    for (const auto& [room, then] : person.away_from) longest = std::max(longest, since(then));
    return longest;
}

}  // namespace papo::chaos
