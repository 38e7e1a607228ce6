#include "proof.h"

#include <map>
#include <set>

namespace papo::chaos {
namespace {

class Prover {
public:
    Prover(const std::string& room, const RoomRecord& record, const std::vector<Entry>& log, Findings& findings)
        : room_(room), record_(record), log_(log), findings_(findings) {}

    Verdict run() {
        verdict_.sent = record_.sent.size();
        verdict_.found = log_.size();
        for (std::size_t i = 0; i < log_.size(); ++i) read(i);
        for (const auto& [key, sent] : record_.sent) {
            if (!sent.acknowledged) continue;
            ++verdict_.acknowledged;
            expect(key, *sent.acknowledged, "acknowledged");
        }
        for (const auto& [seq, entry] : record_.shown) expect(entry.key, seq, "shown");
        return verdict_;
    }

private:
    void read(std::size_t index) {
        const auto& entry = log_[index];
        const auto before = index == 0 ? 0 : log_[index - 1].seq;
        if (entry.seq != before + 1) {
            ++verdict_.out_of_order;
            say(Check::numbered, words_of(entry) + " follows seq " + std::to_string(before));
        }
        if (index > 0 && entry.ts < log_[index - 1].ts) {
            ++verdict_.out_of_order;
            say(Check::ordered, words_of(entry) + " is earlier than the entry before it");
        }
        const auto [first, fresh] = found_at_.try_emplace(entry.key, entry.seq);
        if (!fresh) {
            ++verdict_.duplicated;
            say(Check::once, words_of(entry.key) + " is at seq " + std::to_string(first->second) + " and at seq " +
                                 std::to_string(entry.seq));
        }
        compare(entry);
    }

    void compare(const Entry& entry) {
        const auto sent = record_.sent.find(entry.key);
        if (sent == record_.sent.end()) {
            ++verdict_.unknown;
            return say(Check::known, words_of(entry) + " was sent by nobody");
        }
        const auto shown = record_.shown.find(entry.seq);
        const bool same_time =
            shown == record_.shown.end() || shown->second.key != entry.key || shown->second.ts == entry.ts;
        if (sent->second.digest == entry.digest && same_time) return;
        ++verdict_.altered;
        say(Check::agreed, words_of(entry) + " is not what was " + (same_time ? "sent" : "shown"));
    }

    void expect(const Key& key, std::uint64_t seq, const std::string& how) {
        if (!expected_.emplace(key, seq).second) return;
        const auto at = found_at_.find(key);
        const auto promise = words_of(key) + ", " + how + " at seq " + std::to_string(seq) + ", is ";
        if (at == found_at_.end()) {
            if (!lost_.insert(key).second) return;
            ++verdict_.lost;
            say(Check::kept, promise + "lost");
        } else if (at->second != seq) {
            ++verdict_.out_of_order;
            say(Check::ordered, promise + "at seq " + std::to_string(at->second));
        }
    }

    void say(Check check, const std::string& what) { findings_.broken(check, room_ + ": " + what); }

    const std::string& room_;
    const RoomRecord& record_;
    const std::vector<Entry>& log_;
    Findings& findings_;
    Verdict verdict_;
    std::map<Key, std::uint64_t> found_at_;
    std::set<std::pair<Key, std::uint64_t>> expected_;
    std::set<Key> lost_;
};

}  // namespace

Verdict& Verdict::operator+=(const Verdict& other) {
    sent += other.sent;
    acknowledged += other.acknowledged;
    found += other.found;
    lost += other.lost;
    duplicated += other.duplicated;
    out_of_order += other.out_of_order;
    altered += other.altered;
    unknown += other.unknown;
    return *this;
}

Verdict prove(const std::string& room, const RoomRecord& record, const std::vector<Entry>& log, Findings& findings) {
    return Prover(room, record, log, findings).run();
}

}  // namespace papo::chaos
