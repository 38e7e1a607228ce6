#include "papo/app/sweeper.h"

#include <algorithm>
#include <utility>

namespace papo::app {
namespace {

constexpr std::int64_t interval_ms = 60'000;
constexpr std::int64_t keep_ms = 3'600'000;
constexpr std::size_t at_a_time = 100;  // files of an earlier run in one round: bounds the loop's time on them

}  // namespace

Sweeper::Sweeper(chat::Storage& storage, const UploadStore& uploads, std::vector<UploadStore::Found> found)
    : storage_(storage), uploads_(uploads), found_(std::move(found)) {}

void Sweeper::tick(Now now) {
    if (now.mono_ms < next_ms_) return;
    next_ms_ = now.mono_ms + interval_ms;
    for (const auto& name : storage_.take_orphans(now.wall_ms - keep_ms)) uploads_.remove(name);
    remove_found(now);
}

void Sweeper::remove_found(Now now) {
    std::size_t looked_at = 0;
    const auto is_done = [&](const UploadStore::Found& file) {
        if (looked_at == at_a_time || file.mtime_ms > now.wall_ms - keep_ms) return false;
        ++looked_at;
        if (storage_.find_file(file.name) == nullptr) uploads_.remove(file.name);
        return true;
    };
    found_.erase(std::remove_if(found_.begin(), found_.end(), is_done), found_.end());
}

}  // namespace papo::app
