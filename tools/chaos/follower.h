// One person's view of one room: which entry may come next, and which must be asked for. No socket, no time.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "entry.h"
#include "findings.h"

namespace papo::chaos {

class Follower {
public:
    // `shown` is called with each entry as it comes, whatever its order.
    using Shown = std::function<void(const Entry&)>;
    Follower(std::string who, std::string room, Findings& findings, Shown shown);

    const std::string& room() const { return room_; }
    // The newest seq up to which everything was seen, in order.
    std::uint64_t position() const { return position_; }
    // A join with the position as `since` and the epoch, when there is one, resumes.
    const std::string& epoch() const { return epoch_; }
    bool is_in() const { return in_; }

    void joined(const Json& news);
    void message(const Entry& entry);
    void history(const Json& page);
    // An own message is sent again: its stored copy may come on this connection.
    void expect_copy(const std::string& id) { copies_.insert(id); }
    bool waits_for_copy() const { return !copies_.empty(); }
    // What to ask `history` for: entries before it are missing.
    std::optional<std::uint64_t> hole_before() const;
    // Entries ahead of a hole are forgotten: they will come again.
    void disconnected();

    std::uint64_t resumes() const { return resumes_; }
    std::uint64_t holes_filled() const { return holes_filled_; }

private:
    struct Missed {
        std::uint64_t from = 0;  // the first and the last entry that a resume would have brought
        std::uint64_t to = 0;
        std::size_t weight = 0;
    };

    bool is_copy(const Entry& entry);
    std::vector<Entry> take(const Json& messages);
    void check_row(const std::vector<Entry>& entries, std::uint64_t last);
    void check_more(const Json& news, const std::vector<Entry>& entries, std::uint64_t newest);
    void take_first(const std::vector<Entry>& entries);
    void advance();
    void judge_missed();
    std::uint64_t newest() const { return ahead_.empty() ? position_ : ahead_.back(); }
    void say(Check check, const std::string& what);

    std::string who_;
    std::string room_;
    Findings& findings_;
    Shown shown_;
    std::uint64_t position_ = 0;
    std::string epoch_;
    bool in_ = false;
    std::deque<std::uint64_t> ahead_;  // seqs after a hole
    std::optional<Missed> missed_;
    std::multiset<std::string> copies_;
    std::set<std::string> came_first_;  // of those expected, what was new here: a copy of it may still come
    std::uint64_t resumes_ = 0;
    std::uint64_t holes_filled_ = 0;
};

}  // namespace papo::chaos
