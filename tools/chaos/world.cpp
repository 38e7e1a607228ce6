#include "world.h"

#include <algorithm>

namespace papo::chaos {

bool Floods::begin(const std::string& room) {
    const std::lock_guard lock(mutex_);
    if (left_ == 0 || bytes_left_[room] > 0) return false;
    --left_;
    ++running_;
    bytes_left_[room] = volume;
    return true;
}

bool Floods::take(const std::string& room, std::size_t bytes) {
    const std::lock_guard lock(mutex_);
    const auto at = bytes_left_.find(room);
    if (at == bytes_left_.end() || at->second == 0) return false;
    at->second -= std::min(at->second, bytes);
    return true;
}

}  // namespace papo::chaos
