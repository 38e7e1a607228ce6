// Who must be a member of which room: everybody who was let in and has not been away for long.
#pragma once

#include <chrono>
#include <map>
#include <mutex>
#include <set>
#include <string>

#include "dice.h"

namespace papo::chaos {

class Attendance {
public:
    using Clock = std::chrono::steady_clock;

    void entered(const std::string& room, const std::string& name);
    // `since`: when its connection last worked.
    void away(const std::string& name, Clock::time_point since);
    // The names that a list of members must have now.
    std::set<std::string> members(const std::string& room) const;
    // Whether a server may report this person as having left: one absence was nearly 10 s or longer.
    bool may_have_left(const std::string& name) const;
    Millis longest_absence() const;

private:
    struct Person {
        std::set<std::string> rooms;
        std::map<std::string, Clock::time_point> away_from;
        Millis longest{0};
    };
    static Millis absence_of(const Person& person);

    mutable std::mutex mutex_;
    std::map<std::string, Person> people_;
};

}  // namespace papo::chaos
