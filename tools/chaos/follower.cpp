#include "follower.h"

#include <algorithm>
#include <utility>

namespace papo::chaos {
namespace {

constexpr std::size_t resume_entries = 2000;
// The server counts a message's strings and a fixed overhead. With this larger overhead, what is below the bound here
// is certainly below it there.
constexpr std::size_t resume_weight = 1U << 20U;
constexpr std::size_t rest_of_entry = 256;

std::size_t weight_of(const Entry& entry) {
    return entry.bytes + entry.key.from.size() + entry.key.id.size() + rest_of_entry;
}

std::string seq_text(std::uint64_t seq) {
    return "seq " + std::to_string(seq);
}

}  // namespace

Follower::Follower(std::string who, std::string room, Findings& findings, Shown shown)
    : who_(std::move(who)), room_(std::move(room)), findings_(findings), shown_(std::move(shown)) {}

void Follower::joined(const Json& news) {
    in_ = true;
    const auto newest_seq = news.at("seq").get<std::uint64_t>();
    const bool resumed = news.at("resumed").get<bool>();
    const auto asked_epoch = std::exchange(epoch_, news.at("epoch").get<std::string>());
    if (!asked_epoch.empty() && asked_epoch != epoch_) position_ = 0;
    const bool can_resume = !asked_epoch.empty() && asked_epoch == epoch_ && position_ <= newest_seq;
    if (newest_seq < position_) {
        say(Check::kept, "the newest entry is " + seq_text(newest_seq) + " after " + seq_text(position_) + " was seen");
        position_ = newest_seq;
    }
    ahead_.clear();
    missed_.reset();
    if (can_resume && !resumed) missed_ = Missed{position_ + 1, newest_seq, 0};
    const auto entries = take(news.at("messages"));
    check_row(entries, newest_seq);
    check_more(news, entries, newest_seq);
    if (resumed) {
        ++resumes_;
        const auto first = entries.empty() ? newest_seq + 1 : entries.front().seq;
        if (!can_resume || first != position_ + 1 || newest_seq - position_ > resume_entries) {
            say(Check::resumed, "resumed after " + seq_text(position_) + " with entries from " + seq_text(first) +
                                    " to " + seq_text(newest_seq));
        }
    }
    take_first(entries);
}

void Follower::message(const Entry& entry) {
    shown_(entry);
    if (entry.key.from == who_ && is_copy(entry)) return;
    if (!in_) return say(Check::ordered, seq_text(entry.seq) + " came before \"joined\"");
    if (entry.seq != newest() + 1) {
        say(Check::ordered, seq_text(entry.seq) + " came after " + seq_text(newest()));
        if (entry.seq <= newest()) return;
        if (ahead_.empty()) position_ = entry.seq - 1;
    }
    ahead_.push_back(entry.seq);
    advance();
}

// Every repetition is answered. The server may read the first copy only after the person is back: then it comes as new,
// and the repetition's answer comes after it.
bool Follower::is_copy(const Entry& entry) {
    const auto& id = entry.key.id;
    const auto at = copies_.find(id);
    const bool expected = at != copies_.end();
    if (expected) copies_.erase(at);
    if (entry.seq <= newest()) return expected || came_first_.erase(id) > 0;
    if (expected) came_first_.insert(id);
    return false;
}

void Follower::history(const Json& page) {
    const auto before = hole_before();
    const auto entries = take(page.at("messages"));
    if (!before) return say(Check::answers, "a page of history came that was not asked for");
    check_row(entries, *before - 1);
    check_more(page, entries, 0);
    if (entries.empty()) {
        say(Check::ordered, "entries before " + seq_text(*before) + " are missing in the history");
        position_ = *before - 1;
    }
    take_first(entries);
}

std::optional<std::uint64_t> Follower::hole_before() const {
    if (ahead_.empty() || ahead_.front() == position_ + 1) return std::nullopt;
    return ahead_.front();
}

void Follower::disconnected() {
    in_ = false;
    ahead_.clear();
    missed_.reset();
    copies_.clear();
    came_first_.clear();
}

std::vector<Entry> Follower::take(const Json& messages) {
    std::vector<Entry> entries;
    for (const auto& message : messages) {
        entries.push_back(entry_of(message));
        shown_(entries.back());
        if (missed_ && entries.back().seq >= missed_->from && entries.back().seq <= missed_->to)
            missed_->weight += weight_of(entries.back());
    }
    return entries;
}

// Oldest first, none left out, up to `last`.
void Follower::check_row(const std::vector<Entry>& entries, std::uint64_t last) {
    for (auto at = entries.rbegin(); at != entries.rend(); ++at, --last) {
        if (at->seq == last) continue;
        say(Check::ordered, seq_text(at->seq) + " is in a list where " + seq_text(last) + " belongs");
        last = at->seq;
    }
}

void Follower::check_more(const Json& news, const std::vector<Entry>& entries, std::uint64_t newest_seq) {
    const bool older = entries.empty() ? newest_seq > 0 : entries.front().seq > 1;
    if (news.at("more").get<bool>() == older) return;
    say(Check::answers, std::string("\"more\" is ") + (older ? "false" : "true") + " in a list that begins at " +
                            seq_text(entries.empty() ? 0 : entries.front().seq));
}

// Puts a page in front of the entries ahead; entries that were seen are skipped.
void Follower::take_first(const std::vector<Entry>& entries) {
    const bool was_hole = hole_before().has_value();
    std::for_each(entries.rbegin(), entries.rend(), [&](const Entry& entry) {
        if (entry.seq > position_) ahead_.push_front(entry.seq);
    });
    if (was_hole && !hole_before()) ++holes_filled_;
    advance();
}

void Follower::advance() {
    while (!ahead_.empty() && ahead_.front() == position_ + 1) {
        ++position_;
        ahead_.pop_front();
    }
    if (ahead_.empty()) judge_missed();
}

void Follower::judge_missed() {
    const auto missed = std::exchange(missed_, std::nullopt);
    if (!missed) return;
    const auto count = missed->to + 1 - missed->from;
    if (count > resume_entries || missed->weight >= resume_weight) return;
    say(Check::resumed, "was not given what was missed after " + seq_text(missed->from - 1) + ", " +
                            std::to_string(count) + " entries of about " + std::to_string(missed->weight) + " bytes");
}

void Follower::say(Check check, const std::string& what) {
    findings_.broken(check, room_ + ": " + who_ + ": " + what);
}

}  // namespace papo::chaos
