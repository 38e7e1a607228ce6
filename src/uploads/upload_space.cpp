#include "papo/uploads/upload_space.h"

#include <sys/statvfs.h>

#include <algorithm>
#include <utility>

namespace papo::uploads {
namespace {

constexpr std::uint64_t granted_at_once = 4U << 20U;  // one fstatvfs(2) for each 4 MiB

}  // namespace

UploadSpace::UploadSpace(std::uint64_t quota, std::uint64_t min_free, std::function<std::uint64_t()> stored, int folder)
    : quota_(quota), min_free_(min_free), stored_(std::move(stored)), folder_(folder) {}

bool UploadSpace::is_in_quota(std::uint64_t bytes) const {
    const auto used = stored_() + taken_;
    return quota_ == 0 || (used <= quota_ && bytes <= quota_ - used);
}

// If fstatvfs(2) fails, writing goes on until write(2) reports a full disk.
bool UploadSpace::leaves_enough(std::uint64_t bytes) {
    struct statvfs disk {};
    if (min_free_ == 0 || ::fstatvfs(folder_, &disk) != 0) return true;
    const auto free = std::uint64_t{disk.f_bavail} * disk.f_frsize;
    const auto kept = std::min(min_free_, std::uint64_t{disk.f_blocks} * disk.f_frsize / 20);
    return free >= kept && free - kept >= bytes;
}

bool UploadSpace::has_room_for(std::uint64_t bytes) {
    return is_in_quota(bytes) && leaves_enough(bytes);
}

bool UploadSpace::take(std::uint64_t bytes) {
    if (!is_in_quota(bytes)) return false;
    if (granted_ < bytes) {
        const auto wanted = std::max(bytes, granted_at_once);
        if (leaves_enough(wanted)) {
            granted_ = wanted;
        } else if (leaves_enough(bytes)) {
            granted_ = bytes;
        } else {
            return false;
        }
    }
    granted_ -= bytes;
    taken_ += bytes;
    return true;
}

}  // namespace papo::uploads
