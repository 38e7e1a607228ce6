#include "papo/chat/room_log.h"

#include <algorithm>
#include <cassert>
#include <utility>

namespace papo::chat {

void RoomLog::add(EntryPtr entry) {
    assert(entry->seq == record_.seq + 1);
    record_.seq = entry->seq;
    record_.ts = entry->ts;
    if (auto* own = ids(entry->session)) own->add(entry->id, entry->seq);
    tail_bytes_ += weight(*entry);
    tail_.push_back(std::move(entry));
}

void RoomLog::propose(const Entry& draft) {
    ++proposals_;
    if (auto* own = ids(draft.session)) own->add(draft.id, RecentIds::proposed);
}

void RoomLog::accept(EntryPtr entry) {
    assert(proposals_ > 0);
    --proposals_;
    add(std::move(entry));
}

void RoomLog::refuse(const Entry& draft) {
    assert(proposals_ > 0);
    --proposals_;
    if (auto* own = ids(draft.session)) own->remove(draft.id);
}

void RoomLog::prepend(std::span<const EntryPtr> older) {
    // A shorter read may have loaded some of them meanwhile.
    while (!older.empty() && older.back()->seq >= in_memory_from()) older = older.first(older.size() - 1);
    if (older.empty() || older.back()->seq + 1 != in_memory_from()) return;
    for (const auto& entry : older) tail_bytes_ += weight(*entry);
    tail_.insert(tail_.begin(), older.begin(), older.end());
}

void RoomLog::pop_front() {
    tail_bytes_ -= weight(*tail_.front());
    tail_.pop_front();
}

void RoomLog::trim(std::size_t max_bytes) {
    while (tail_.size() > 1 && tail_bytes_ > max_bytes) pop_front();
}

void RoomLog::forget_before(std::uint64_t first) {
    record_.first = std::max(record_.first, first);
    while (!tail_.empty() && tail_.front()->seq < record_.first) pop_front();
}

EntryPtr RoomLog::find(std::uint64_t seq) const {
    const auto from = in_memory_from();
    return seq < from || seq > record_.seq ? nullptr : tail_[static_cast<std::size_t>(seq - from)];
}

std::optional<Page> RoomLog::page(std::uint64_t before, std::size_t limit, std::size_t max_weight) const {
    Page page;
    const auto from = in_memory_from();
    auto seq = std::min(before, record_.seq + 1);
    std::size_t total = 0;
    while (seq > std::max(from, record_.first) && page.entries.size() < limit) {
        const auto& entry = tail_[static_cast<std::size_t>(seq - 1 - from)];
        total += weight(*entry);
        if (total > max_weight && !page.entries.empty()) break;
        page.entries.push_back(entry);
        --seq;
    }
    const bool ended_early = page.entries.size() < limit && total <= max_weight;
    if (ended_early && seq > record_.first) return std::nullopt;  // the rest of the page is on disk
    std::reverse(page.entries.begin(), page.entries.end());
    page.more = seq > record_.first;
    return page;
}

std::optional<std::vector<EntryPtr>> RoomLog::since(std::uint64_t since, std::size_t limit,
                                                    std::size_t max_weight) const {
    if (since > record_.seq || record_.seq - since > limit) return std::nullopt;
    if (since + 1 < record_.first || since + 1 < in_memory_from()) return std::nullopt;
    std::vector<EntryPtr> entries(tail_.end() - static_cast<std::ptrdiff_t>(record_.seq - since), tail_.end());
    std::size_t total = 0;
    for (const auto& entry : entries) total += weight(*entry);
    if (total > max_weight) return std::nullopt;
    return entries;
}

RecentIds* RoomLog::ids(const SessionId& session) {
    const auto at = ids_.find(session);
    return at == ids_.end() ? nullptr : &at->second;
}

}  // namespace papo::chat
