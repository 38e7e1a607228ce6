#include "findings.h"

#include <algorithm>
#include <utility>

namespace papo::chaos {
namespace {

constexpr std::array<std::string_view, static_cast<std::size_t>(Check::count)> sentences{
    "every message that anyone was shown is in the log",
    "no message is in a log twice",
    "entries are numbered 1, 2, 3 ... without gaps",
    "everybody was told the same, and what was sent",
    "everybody sees a room's entries in order, none twice, none left out",
    "nothing is in a log that nobody sent",
    "a repeated id gets the stored copy back",
    "who missed little is given just what was missed",
    "a room's epoch never changes",
    "a session is known after a restart",
    "nobody who comes back within 10 s has left",
    "no errors and no closed connections but for a reason",
    "in the end everything is acknowledged and everybody is up to date",
    "the server starts after every end, and ends only when told",
};

}  // namespace

std::string_view sentence_of(Check check) {
    return sentences.at(static_cast<std::size_t>(check));
}

void Findings::broken(Check check, std::string what) {
    const std::lock_guard lock(mutex_);
    auto& found = broken_.at(static_cast<std::size_t>(check));
    if (++found.count <= shown) found.first.push_back(std::move(what));
}

std::uint64_t Findings::count(Check check) const {
    const std::lock_guard lock(mutex_);
    return broken_.at(static_cast<std::size_t>(check)).count;
}

std::vector<std::string> Findings::first(Check check) const {
    const std::lock_guard lock(mutex_);
    return broken_.at(static_cast<std::size_t>(check)).first;
}

std::size_t Findings::failed_checks() const {
    const std::lock_guard lock(mutex_);
    return static_cast<std::size_t>(
        std::count_if(broken_.begin(), broken_.end(), [](const Broken& found) { return found.count > 0; }));
}

}  // namespace papo::chaos
