#include "papo/uploads/sweeper.h"

#include <algorithm>
#include <utility>

namespace papo::uploads {
namespace {

constexpr std::int64_t interval_ms = 60'000;
constexpr std::int64_t keep_ms = 3'600'000;
constexpr std::size_t at_a_time = 100;  // files of an earlier run in one round, to bound the loop's time

}  // namespace

Sweeper::Sweeper(store::LogStorage& storage, const UploadStore& uploads, std::vector<std::string> found)
    : storage_(storage), uploads_(uploads), found_(std::move(found)) {}

void Sweeper::tick(Now now) {
    if (now.mono_ms < next_ms_) return;
    next_ms_ = now.mono_ms + interval_ms;
    storage_.find_unused(now.wall_ms - keep_ms, [this](const chat::FileInfo& file) {
        uploads_.remove(file.filename);
        if (!file.thumb.empty()) uploads_.remove(file.thumb);
    });
    // A file younger than an hour stays: an upload may be about to store it, or a message to name it.
    std::vector<std::string> old;
    const auto count = std::min(found_.size(), at_a_time);
    for (std::size_t i = 0; i < count; ++i) {
        auto name = std::move(found_.back());
        found_.pop_back();
        const auto mtime = uploads_.mtime_ms(name);
        if (!mtime) continue;
        if (*mtime < now.wall_ms - keep_ms) {
            old.push_back(std::move(name));
        } else {
            found_.insert(found_.begin(), std::move(name));
        }
    }
    if (old.empty()) return;
    storage_.find_strangers(std::move(old), [this](const std::string& name) { uploads_.remove(name); });
}

}  // namespace papo::uploads
