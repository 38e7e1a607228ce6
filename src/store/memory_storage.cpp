#include "papo/store/memory_storage.h"

#include <algorithm>
#include <utility>

namespace papo::store {

using chat::EntryPtr;
using chat::weight;

MemoryStorage::MemoryStorage(std::function<std::string()> make_epoch, MemoryLimits limits)
    : make_epoch_(std::move(make_epoch)), limits_(limits) {}

MemoryStorage::Room* MemoryStorage::find(std::string_view room) {
    const auto at = rooms_.find(room);
    return at == rooms_.end() ? nullptr : &at->second;
}

std::optional<chat::RoomRecord> MemoryStorage::find_room(std::string_view room) {
    const auto* found = find(room);
    if (found == nullptr) return std::nullopt;
    return found->record;
}

chat::RoomRecord MemoryStorage::create_room(std::string_view room, std::string_view password_hash) {
    auto& made = rooms_[std::string(room)];
    made.name = room;
    made.record.epoch = make_epoch_();
    made.record.password_hash = password_hash;
    return made.record;
}

void MemoryStorage::forget_room(std::string_view room) {
    hold_room(room);  // off the list of empty ones
    if (const auto at = rooms_.find(room); at != rooms_.end()) rooms_.erase(at);
}

void MemoryStorage::hold_room(std::string_view room) {
    auto* found = find(room);
    if (found == nullptr || !found->empty) return;
    found->empty = false;
    empty_bytes_ -= found->tail_bytes + found->sent_bytes;
    empty_.erase(found->empty_at);
}

void MemoryStorage::release_room(std::string_view room) {
    auto* found = find(room);
    if (found == nullptr || found->empty) return;
    found->empty = true;
    found->empty_at = empty_.insert(empty_.begin(), found->name);
    empty_bytes_ += found->tail_bytes + found->sent_bytes;
    trim_empty_rooms();
}

void MemoryStorage::trim_empty_rooms() {
    while (empty_.size() > limits_.empty_rooms || (empty_bytes_ > limits_.empty_rooms_bytes && empty_.size() > 1)) {
        forget_room(std::string(empty_.back()));
    }
}

void MemoryStorage::append(std::string_view room, EntryPtr entry) {
    auto* found = find(room);
    if (found == nullptr) return;
    found->record.seq = entry->seq;
    found->record.ts = entry->ts;
    if (entry->file) {
        if (const auto file = files_.find(entry->file->filename); file != files_.end()) file->second.named = true;
    }
    remember(*found, entry);
    found->tail_bytes += weight(*entry);
    found->tail.push_back(std::move(entry));
    while (found->tail.size() > 1 && found->tail_bytes > limits_.tail_bytes) {
        found->tail_bytes -= weight(*found->tail.front());
        found->tail.pop_front();
    }
}

// Sessions that were silent longest are forgotten first when a room's ids weigh too much.
void MemoryStorage::remember(Room& room, const EntryPtr& entry) {
    const auto known = room.sent_by.find(entry->session);
    if (known == room.sent_by.end()) {
        room.sent.push_front({entry->session, {}, {}});
        room.sent_by[entry->session] = room.sent.begin();
    } else {
        room.sent.splice(room.sent.begin(), room.sent, known->second);
    }
    auto& own = room.sent.front();
    own.order.push_back(entry);
    own.by_id[entry->id] = entry;
    room.sent_bytes += weight(*entry);
    if (own.order.size() > limits_.ids_per_session) {
        room.sent_bytes -= weight(*own.order.front());
        own.by_id.erase(own.order.front()->id);
        own.order.pop_front();
    }
    while (room.sent_bytes > limits_.ids_bytes && room.sent.size() > 1) {
        for (const auto& old : room.sent.back().order) room.sent_bytes -= weight(*old);
        room.sent_by.erase(room.sent.back().session);
        room.sent.pop_back();
    }
}

chat::Page MemoryStorage::page(std::string_view room, std::uint64_t before, std::size_t limit, std::size_t max_weight) {
    chat::Page page;
    const auto* found = find(room);
    if (found == nullptr || found->tail.empty()) return page;
    const auto first = found->tail.front()->seq;
    auto count = before <= first ? 0 : std::min<std::uint64_t>(before - first, found->tail.size());
    std::size_t total = 0;
    while (count > 0 && page.entries.size() < limit) {
        const auto& entry = found->tail[static_cast<std::size_t>(count) - 1];
        total += weight(*entry);
        if (total > max_weight && !page.entries.empty()) break;
        page.entries.push_back(entry);
        --count;
    }
    std::reverse(page.entries.begin(), page.entries.end());
    page.more = count > 0;
    return page;
}

std::optional<std::vector<EntryPtr>> MemoryStorage::since(std::string_view room, std::uint64_t since, std::size_t limit,
                                                          std::size_t max_weight) {
    const auto* found = find(room);
    if (found == nullptr || since > found->record.seq) return std::nullopt;
    const auto missed = found->record.seq - since;
    if (missed > limit || missed > found->tail.size()) return std::nullopt;
    std::vector<EntryPtr> entries(found->tail.end() - static_cast<std::ptrdiff_t>(missed), found->tail.end());
    std::size_t total = 0;
    for (const auto& entry : entries) total += weight(*entry);
    if (total > max_weight) return std::nullopt;
    return entries;
}

EntryPtr MemoryStorage::find_entry(std::string_view room, const chat::SessionId& session, std::string_view id) {
    const auto* found = find(room);
    if (found == nullptr) return nullptr;
    const auto own = found->sent_by.find(session);
    if (own == found->sent_by.end()) return nullptr;
    const auto entry = own->second->by_id.find(std::string(id));
    return entry == own->second->by_id.end() ? nullptr : entry->second;
}

void MemoryStorage::add_file(std::shared_ptr<const chat::FileInfo> file, std::int64_t now_ms) {
    file_order_.push_back(file->filename);
    const auto name = file->filename;
    files_[name] = {std::move(file), now_ms, false};
    while (file_order_.size() > limits_.files) {
        files_.erase(file_order_.front());
        file_order_.pop_front();
    }
}

std::shared_ptr<const chat::FileInfo> MemoryStorage::find_file(std::string_view filename) {
    const auto at = files_.find(filename);
    return at == files_.end() ? nullptr : at->second.info;
}

std::vector<std::string> MemoryStorage::take_orphans(std::int64_t before_ms) {
    std::vector<std::string> names;
    for (auto at = files_.begin(); at != files_.end();) {
        const auto& file = at->second;
        if (file.named || file.added_ms >= before_ms) {
            ++at;
            continue;
        }
        names.push_back(file.info->filename);
        if (!file.info->thumb.empty()) names.push_back(file.info->thumb);
        std::erase(file_order_, at->first);
        at = files_.erase(at);
    }
    return names;
}

}  // namespace papo::store
