#include "papo/store/file_table.h"

#include <algorithm>
#include <utility>

namespace papo::store {

FileTable::Info FileTable::find(std::string_view filename) const {
    const auto at = known_.find(filename);
    return at == known_.end() ? nullptr : at->second.info;
}

bool FileTable::knows(std::string_view filename) const {
    return known_.contains(filename) || absent_.contains(filename) || removed_.contains(filename);
}

void FileTable::put(Info file, Position at) {
    const auto name = file->filename;
    if (known_.contains(name) || removed_.contains(name)) return;
    order_.push_front(name);
    known_[name] = {std::move(file), at, {}, order_.begin()};
    absent_.erase(name);
}

void FileTable::name(std::string_view filename, Position at) {
    const auto known = known_.find(filename);
    if (known == known_.end()) return;
    known->second.last = known->second.named = at;
    order_.splice(order_.begin(), order_, known->second.order);
}

bool FileTable::is_named_after(std::string_view filename, Position folded) const {
    const auto at = known_.find(filename);
    return at != known_.end() && at->second.named > folded;
}

void FileTable::remove(std::string_view filename, Position at) {
    removed_.insert_or_assign(std::string(filename), at);
    drop(filename);
}

void FileTable::drop(std::string_view filename) {
    const auto at = known_.find(filename);
    if (at == known_.end()) return;
    order_.erase(at->second.order);
    known_.erase(at);
}

void FileTable::trim(std::size_t most, Position folded) {
    absent_.clear();
    std::erase_if(removed_, [folded](const auto& gone) { return gone.second <= folded; });
    while (known_.size() > most) {
        const auto at = known_.find(order_.back());
        if (at->second.last > folded) return;
        drop(std::string(order_.back()));
    }
}

}  // namespace papo::store
