#include "record.h"

namespace papo::chaos {

void Record::sent(const std::string& room, const Key& key, std::uint64_t digest) {
    const std::lock_guard lock(mutex_);
    rooms_[room].sent.try_emplace(key, Sent{digest, std::nullopt});
}

void Record::shown(const std::string& who, const std::string& room, const Entry& entry) {
    const std::lock_guard lock(mutex_);
    auto& record = rooms_[room];
    const auto [first, fresh] = record.shown.try_emplace(entry.seq, entry);
    if (fresh) ++version_;
    if (!fresh && first->second != entry) {
        findings_.broken(Check::agreed, room + ": " + who + " was shown " + words_of(entry) +
                                            ", but another was shown " + words_of(first->second));
    }
    const auto [at, unseen] = record.shown_at.try_emplace(entry.key, entry.seq);
    if (!unseen && at->second != entry.seq) {
        findings_.broken(Check::once, room + ": " + words_of(entry.key) + " was shown at seq " +
                                          std::to_string(at->second) + " and to " + who + " at seq " +
                                          std::to_string(entry.seq));
    }
}

void Record::acknowledged(const std::string& room, const Entry& entry) {
    const std::lock_guard lock(mutex_);
    auto& seq = rooms_[room].sent[entry.key].acknowledged;
    if (seq && *seq != entry.seq) {
        findings_.broken(Check::repeated, room + ": " + words_of(entry.key) + " was acknowledged at seq " +
                                              std::to_string(*seq) + ", then at seq " + std::to_string(entry.seq));
    }
    if (!seq) seq = entry.seq;
}

void Record::epoch(const std::string& who, const std::string& room, const std::string& epoch) {
    const std::lock_guard lock(mutex_);
    auto& known = rooms_[room].epoch;
    if (known.empty()) known = epoch;
    if (known == epoch) return;
    findings_.broken(Check::epochs, room + ": " + who + " was told epoch " + epoch + " instead of " + known);
}

std::uint64_t Record::newest(const std::string& room) const {
    const std::lock_guard lock(mutex_);
    const auto at = rooms_.find(room);
    return at == rooms_.end() || at->second.shown.empty() ? 0 : at->second.shown.rbegin()->first;
}

RoomRecord Record::of(const std::string& room) const {
    const std::lock_guard lock(mutex_);
    const auto at = rooms_.find(room);
    return at == rooms_.end() ? RoomRecord{} : at->second;
}

}  // namespace papo::chaos
